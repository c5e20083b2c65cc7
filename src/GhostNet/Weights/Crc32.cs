namespace GhostNet.Weights;

/// <summary>The checksum of zip archives: CRC-32 with the polynomial 0xEDB88320.</summary>
internal static class Crc32
{
    /// <summary>Begins a checksum.</summary>
    public const uint Start = uint.MaxValue;

    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(static value =>
    {
        var rest = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            rest = (rest & 1) == 0 ? rest >> 1 : (rest >> 1) ^ 0xEDB88320;
        }

        return rest;
    })];

    /// <summary>Goes on with more bytes.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            checksum = s_table[(byte)(checksum ^ value)] ^ (checksum >> 8);
        }

        return checksum;
    }

    /// <summary>Ends a checksum.</summary>
    public static uint End(uint checksum) => ~checksum;
}
