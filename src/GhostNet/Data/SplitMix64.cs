namespace GhostNet.Data;

/// <summary>A small random generator that starts anywhere at no cost, so that image 40,000 of epoch 7 needs no replay.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood 2014). The same numbers on every machine and in every version.</remarks>
internal struct SplitMix64
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>The stream that belongs to a seed and two coordinates, such as the epoch and the position in it.</summary>
    public SplitMix64(int seed, int first, int second) =>
        _state = Mix(Mix(Mix((uint)seed + Golden) ^ (uint)first) ^ (uint)second);

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(_state += Golden);

    /// <summary>A whole number from 0 up to but not including <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number from 0 up to but not including 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from <paramref name="low"/> up to but not including <paramref name="high"/>.</summary>
    public double Between(double low, double high) => low + ((high - low) * Unit());

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
