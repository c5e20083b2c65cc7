using System.Globalization;

namespace GhostNet.Runtime;

/// <summary>What is mapped into this process, as Linux lists it in <c>/proc/self/maps</c>.</summary>
internal static class ProcessMemory
{
    private const string Deleted = " (deleted)";

    /// <summary>The pieces of memory in the order of their addresses; none where <c>/proc</c> is not mounted.</summary>
    public static IReadOnlyList<MappedRange> Read()
    {
        try
        {
            return [.. File.ReadLines("/proc/self/maps").Select(Parse)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Reads one line: <c>7f2c-7f2d r-xp 00000000 fe:00 123    /lib/libc.so.6</c>.</summary>
    private static MappedRange Parse(string line)
    {
        var (dash, space) = (line.IndexOf('-', StringComparison.Ordinal), line.IndexOf(' ', StringComparison.Ordinal));
        var slash = line.IndexOf('/', StringComparison.Ordinal);
        var file = slash < 0 ? "" : line[slash..];
        return new MappedRange(
            long.Parse(line.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            long.Parse(line.AsSpan((dash + 1)..space), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            line.Substring(space + 1, 3),
            file.EndsWith(Deleted, StringComparison.Ordinal) ? file[..^Deleted.Length] : file);
    }
}
