namespace GhostNet.Graph;

/// <summary>What a node of a graph does with its inputs.</summary>
internal abstract record Operation
{
    /// <summary>Images come in.</summary>
    public sealed record Input : Operation;

    /// <summary>A convolution of maps, or a matrix product of vectors.</summary>
    /// <param name="Weight">As in <see cref="Operations{T}.Convolve"/>.</param>
    /// <param name="Bias">What is added to each channel, or null.</param>
    /// <param name="Sliding">How the kernel slides.</param>
    public sealed record Convolution(Constant Weight, Constant? Bias, Sliding Sliding) : Operation
    {
        /// <summary>Whether a ReLU follows that is a part of this: only <c>Prediction</c> makes it so.</summary>
        public bool HasRelu { get; init; }

        /// <summary>Height and width of the kernel.</summary>
        public Extent Kernel => Weight.Value.dim() == 4 ? new Extent(Weight.Value.size(2), Weight.Value.size(3)) : new Extent(1, 1);

        /// <summary>Channels of the input.</summary>
        public long InChannels => Weight.Value.size(1) * Sliding.Groups;

        /// <summary>Channels of the output.</summary>
        public long OutChannels => Weight.Value.size(0);
    }

    /// <summary>Batch normalisation by running statistics.</summary>
    /// <param name="Weight">Scale (γ), <c>[C]</c>, as the other three.</param>
    /// <param name="Bias">Shift (β).</param>
    /// <param name="Mean">Running mean.</param>
    /// <param name="Variance">Running variance.</param>
    /// <param name="Epsilon">What is added to the variance.</param>
    public sealed record Normalization(Constant Weight, Constant Bias, Constant Mean, Constant Variance, double Epsilon) : Operation;

    /// <summary>A function of each number.</summary>
    public sealed record Activate(Activation Function) : Operation;

    /// <summary>The sum of both inputs.</summary>
    public sealed record Add : Operation;

    /// <summary>The first input weighed by the second.</summary>
    public sealed record Multiply : Operation;

    /// <summary>The channels of both inputs.</summary>
    public sealed record Concat : Operation;

    /// <summary>The first channels.</summary>
    public sealed record FirstChannels : Operation;

    /// <summary>Zeros as further channels.</summary>
    /// <param name="Count">How many.</param>
    public sealed record AppendZeros(int Count) : Operation;

    /// <summary>Every <paramref name="Stride"/>-th pixel in both directions.</summary>
    public sealed record Subsample(int Stride) : Operation;

    /// <summary>The mean of each map.</summary>
    public sealed record GlobalAveragePool : Operation;

    /// <summary>The mean or the largest of the pixels under a window.</summary>
    public sealed record Pool(bool IsMean, Extent Window, Sliding Sliding) : Operation;

    /// <summary>The first input at the height and width of the second.</summary>
    public sealed record ResizeTo : Operation;

    /// <summary>Maps as vectors.</summary>
    public sealed record Flatten : Operation;
}
