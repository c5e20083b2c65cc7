using static TorchSharp.torch;

namespace GhostNet.Tests.Golden;

/// <summary>Comparison of numbers that two builds of torch computed.</summary>
internal static class Close
{
    /// <summary>Fails unless each value is within <paramref name="absolute"/> or <paramref name="relative"/> of the expected one.</summary>
    public static void Assert(string what, IReadOnlyList<float> expected, Tensor actual, double absolute, double relative = 0)
    {
        using var flat = actual.detach().contiguous().cpu();
        var values = flat.data<float>().ToArray();
        Xunit.Assert.Equal(expected.Count, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            Assert($"{what}[{i}]", expected[i], values[i], absolute, relative);
        }
    }

    public static void Assert(string what, double expected, double actual, double absolute, double relative = 0)
    {
        var allowed = Math.Max(absolute, relative * Math.Abs(expected));
        Xunit.Assert.True(
            Math.Abs(actual - expected) <= allowed, $"{what}: expected {expected:R}, got {actual:R}; allowed are {allowed:R}.");
    }
}
