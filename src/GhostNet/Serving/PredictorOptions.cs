namespace GhostNet.Serving;

/// <summary>How a <see cref="Predictor"/> works.</summary>
public sealed class PredictorOptions
{
    /// <summary>Where to compute: <c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c> or <c>mps</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Pictures at most that go through the network together: those that callers have asked for at the same time.</summary>
    public int BatchSize { get; init; } = 32;
}
