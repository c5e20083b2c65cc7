using GhostNet.Data;
using GhostNet.Weights;

namespace GhostNet.Onnx;

/// <summary>How a model is exported to ONNX, and what the file says about it.</summary>
public sealed class OnnxOptions
{
    /// <summary>
    /// Whether batch normalisation becomes part of the convolution before it: the same numbers with fewer and faster
    /// operators. Convolutions of one input that are added, as in GhostNetV3, become one likewise. Default true.
    /// </summary>
    public bool FoldBatchNorm { get; init; } = true;

    /// <summary>
    /// What the images are like and what the classes are called, kept in the file as metadata: <see cref="NetworkDescription.Of"/>, or
    /// <c>checkpoint.Data.Describe(model)</c>. Null for the network alone.
    /// </summary>
    public NetworkDescription? Description { get; init; }

    /// <summary>
    /// Whether the file also resizes, crops and normalises, as <see cref="Description"/> says, and makes probabilities of logits. Default false.
    /// See <see cref="OnnxExport"/> for its input and output.
    /// </summary>
    public bool WithPreprocessing { get; init; }

    /// <summary>
    /// Images like those that the network will see. With them the file computes in 8-bit whole numbers and takes about a quarter of the space: the
    /// images show how large the numbers between layers become. A few hundred of all classes are enough, and no more are used. Null, the default, for 32-bit numbers.
    /// </summary>
    public ImageDataset? Calibration { get; init; }
}
