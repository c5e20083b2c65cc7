using System.Globalization;
using GhostNet.IO;

namespace GhostNet.Notebooks.Files;

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
        using var stream = RegularFile.Open(path);
        if (stream.Length > most)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"it has {stream.Length:N0} bytes; at most {most:N0} are read."));
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
