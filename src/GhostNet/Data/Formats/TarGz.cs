using System.Formats.Tar;
using GhostNet.IO;

namespace GhostNet.Data;

/// <summary>Extracts a folder from a <c>.tar.gz</c> archive that need not be trusted.</summary>
internal static class TarGz
{
    /// <summary>
    /// Extracts the archive beside <paramref name="target"/> and then renames one of its folders to it: there is the whole
    /// folder or none. When another process was faster, its folder stays.
    /// </summary>
    /// <param name="archive">The archive.</param>
    /// <param name="folder">The folder in it.</param>
    /// <param name="target">Where the folder is to be.</param>
    /// <param name="limit">Most bytes that it may take.</param>
    /// <exception cref="InvalidDataException">It is damaged, not an archive, too large, or reaches outside its folder.</exception>
    public static void ExtractFolder(string archive, string folder, string target, long limit)
    {
        var temporary = $"{target}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(temporary);
            Read(archive, limit, entry =>
            {
                AmbientCancellation.ThrowIfCancelled();
                Write(entry, PathOf(entry, temporary, archive));
            });
            var extracted = Path.Combine(temporary, folder);
            if (!Directory.Exists(extracted))
            {
                throw DataFileReader.Damaged(archive, 0, $"it holds no folder {folder}, so it is another archive", DataFileReader.FetchAgain);
            }

            MoveUnlessThere(extracted, target);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(
                $"{archive} can't be extracted: this user may not write to its folder. Copy it to a folder of your own.", denied);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    /// <summary>Reads an archive to its end, and so checks it, and writes nothing.</summary>
    public static void Check(string archive, long limit) => Read(archive, limit, static entry => entry.DataStream?.CopyTo(Stream.Null));

    private static void Read(string archive, long limit, Action<TarEntry> visit)
    {
        using var file = DataFileReader.Open(archive);
        using var unzipped = GzipReader.Open(file, DataFileReader.FetchAgain);
        var place = "its first entry";
        try
        {
            using var reader = new TarReader(unzipped);
            while (reader.GetNextEntry() is { } entry)
            {
                place = ForeignText.Show(entry.Name);
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.Directory))
                {
                    throw new TarEntryException($"{place} is a {entry.EntryType}, and only files and folders are extracted");
                }

                limit -= entry.Length;
                if (limit < 0)
                {
                    throw new TarEntryException($"{place} claims {entry.Length} bytes, more than this data set has");
                }

                visit(entry);
            }

            // What follows the last entry holds gzip's checksum.
            unzipped.CopyTo(Stream.Null);
        }
        catch (TarEntryException wrong)
        {
            throw DataFileReader.Damaged(archive, file.Position, wrong.Message, "Do not use this archive.", wrong);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw DataFileReader.Damaged(archive, file.Position, $"{place} can't be read ({ForeignText.Show(wrong.Message).TrimEnd('.')})", DataFileReader.FetchAgain, wrong);
        }
    }

    private static string PathOf(TarEntry entry, string root, string archive)
    {
        var path = Path.GetFullPath(Path.Combine(root, entry.Name));
        return path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new TarEntryException($"{ForeignText.Show(entry.Name)} would be written outside the folder of {Path.GetFileName(archive)}");
    }

    private static void Write(TarEntry entry, string path)
    {
        if (entry.EntryType == TarEntryType.Directory)
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        entry.DataStream?.CopyTo(stream);
        stream.Flush(flushToDisk: true);
    }

    private static void MoveUnlessThere(string from, string target)
    {
        try
        {
            Directory.Move(from, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another process extracted the same archive meanwhile, whole, for it renames as well.
            return;
        }
    }

    /// <summary>An entry that is refused, before it is known at which byte.</summary>
    private sealed class TarEntryException(string message) : Exception(message);
}
