namespace GhostNet.IO;

/// <summary>Writes a file whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Lets <paramref name="write"/> fill a temporary file beside <paramref name="path"/>, flushes it to the disk and
    /// renames it. A reader, or a process that is killed, sees the old file or the new one and nothing between.
    /// </summary>
    /// <param name="path">The file to create or replace. Its folder is created if needed.</param>
    /// <param name="write">Writes the content. If it throws, the temporary file is deleted and nothing has changed.</param>
    /// <exception cref="IOException">It cannot be written: the disk is full, the folder is read-only, the path is a folder.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var file = Path.GetFullPath(path);
        if (Directory.Exists(file) || Path.EndsInDirectorySeparator(file))
        {
            throw new IOException($"{path} cannot be written: it names a folder. Name a file.");
        }

        var folder = Path.GetDirectoryName(file)!;
        var temporary = Path.Combine(folder, $".{Path.GetFileName(file)}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            Discard(temporary);
            throw new IOException($"{path} cannot be written: this user may not write there.", exception);
        }
        catch (IOException exception)
        {
            Discard(temporary);
            var reason = exception.Message.Replace($" : '{temporary}'", "", StringComparison.Ordinal).TrimEnd('.');
            throw new IOException($"{path} cannot be written: {reason}.", exception);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    /// <summary>Deletes an unfinished file, if its folder is still there and may still be written to.</summary>
    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            // The caller needs the first error, not this one.
            return;
        }
    }
}
