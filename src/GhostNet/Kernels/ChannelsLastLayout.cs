using System.Numerics;

namespace GhostNet.Kernels;

/// <summary>Channels-last memory as a kernel sees it: rows of <c>C</c> channels, one row per pixel.</summary>
/// <remarks>
/// The channel count is rarely a multiple of the SIMD width. A <em>group</em> of rows is one, so kernels walk through groups and treat each as
/// one long row, for which every number that belongs to a channel is repeated (<see cref="Repeat"/>).
/// </remarks>
internal readonly struct ChannelsLastLayout
{
    /// <summary>float32 numbers in a vector of the kernels.</summary>
    public const int Lanes = 8;

    /// <summary>Smallest share of a thread, in elements: less is not worth waking one.</summary>
    private const int Grain = 16 * 1024;

    public ChannelsLastLayout(long rows, int channels)
    {
        (Rows, Channels) = (rows, channels);
        RowsInGroup = Lanes / (int)BigInteger.GreatestCommonDivisor(channels, Lanes);
        Parts = (int)Math.Clamp(rows * channels / Grain, 1, ThreadTeam.Size);
    }

    /// <summary>Rows in all.</summary>
    public long Rows { get; }

    /// <summary>Channels of a row.</summary>
    public int Channels { get; }

    /// <summary>Rows of a group.</summary>
    public int RowsInGroup { get; }

    /// <summary>Elements of a group: a multiple of <see cref="Lanes"/>.</summary>
    public int GroupLength => RowsInGroup * Channels;

    /// <summary>How many threads share the rows.</summary>
    public int Parts { get; }

    /// <summary>First element of a part, at the start of a group; for part <see cref="Parts"/>, the end.</summary>
    public long First(int part) => part == Parts ? Rows * Channels : Rows / RowsInGroup * part / Parts * GroupLength;

    /// <summary>A number for each channel, repeated over a group.</summary>
    public float[] Repeat(Func<int, float> valueOfChannel)
    {
        var values = new float[GroupLength];
        for (var channel = 0; channel < Channels; channel++)
        {
            values[channel] = valueOfChannel(channel);
        }

        for (var row = 1; row < RowsInGroup; row++)
        {
            values.AsSpan(0, Channels).CopyTo(values.AsSpan(row * Channels));
        }

        return values;
    }
}
