using System.Globalization;

namespace GhostNet.Notebooks.Documents;

/// <summary>Reads a file that a stranger may have made: only a regular file, and only up to a bound.</summary>
internal static class BoundedFile
{
    /// <summary>The largest notebook. What is larger holds outputs that no browser shows.</summary>
    public const int LargestNotebook = 64 << 20;

    /// <summary>The largest picture that is put into a page.</summary>
    public const int LargestPicture = 16 << 20;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <exception cref="IOException">It cannot be read, is empty, not a regular file, or too large.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(string path, int most)
    {
        var file = new FileInfo(path);
        file = (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);

        // Devices and pipes have the length 0. They are not opened: a pipe would wait for its other end, a device may have no end.
        var length = file.Length;
        if (length == 0)
        {
            throw new IOException("it is empty or not a regular file.");
        }

        if (length > most)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"it has {length:N0} bytes; at most {most:N0} are read."));
        }

        using var stream = file.OpenRead();
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
