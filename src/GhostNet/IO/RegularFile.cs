namespace GhostNet.IO;

/// <summary>Opens files that somebody else may have named or made.</summary>
internal static class RegularFile
{
    /// <summary>What is wrong with a file of length 0, as the second half of a sentence.</summary>
    public const string Problem = "it is empty or not a regular file";

    /// <summary>
    /// Bytes of the file, links followed. Devices and pipes have none, and must not be opened: a pipe would wait for its other end,
    /// a device may have no end.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It is missing, or a folder.</exception>
    public static long Length(string path)
    {
        var file = new FileInfo(path);
        return ((FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file)).Length;
    }

    /// <summary>Opens a file for reading; the caller disposes the stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bufferSize">Bytes that are read at a time; 0 for no buffer.</param>
    /// <exception cref="IOException">It is missing, a folder, empty, or not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path, int bufferSize = 4096) => Length(path) > 0
        ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize)
        : throw new IOException(Problem + ".");
}
