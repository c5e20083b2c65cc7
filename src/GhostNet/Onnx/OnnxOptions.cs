namespace GhostNet.Onnx;

/// <summary>How a model is exported to ONNX, and what the file says about it.</summary>
public sealed class OnnxOptions
{
    /// <summary>
    /// Whether batch normalisation becomes part of the convolution before it: the same numbers with fewer and faster
    /// operators. Convolutions of one input that are added, as in GhostNetV3, become one likewise. Default true.
    /// </summary>
    public bool FoldBatchNorm { get; init; } = true;

    /// <summary>Names of the classes, kept in the file as metadata <c>class_names</c> (JSON). Default none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Mean of each channel, by which images were normalised in training; metadata <c>mean</c> (JSON). Default none.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [];

    /// <summary>Standard deviation of each channel, likewise; metadata <c>std</c> (JSON). Default none.</summary>
    public IReadOnlyList<float> Std { get; init; } = [];
}
