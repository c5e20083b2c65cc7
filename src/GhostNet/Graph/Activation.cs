namespace GhostNet.Graph;

/// <summary>A function of one number.</summary>
internal enum Activation
{
    /// <summary><c>max(x, 0)</c>.</summary>
    Relu,

    /// <summary><c>min(max(x, 0), 6)</c>.</summary>
    Relu6,

    /// <summary><c>relu6(x + 3) / 6</c>.</summary>
    HardSigmoid,

    /// <summary><c>relu(x + 3) / 6</c>: the tutorial's.</summary>
    UnclampedHardSigmoid,

    /// <summary><c>x · relu6(x + 3) / 6</c>.</summary>
    HardSwish,

    /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
    Sigmoid,

    /// <summary><c>x / (1 + exp(-x))</c>.</summary>
    Silu,
}
