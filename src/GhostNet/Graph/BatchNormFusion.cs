using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>Makes batch normalisation a part of the convolution before it: the same numbers but for rounding, with one operation less.</summary>
/// <remarks>The only place where this is done. New tensors belong to the surrounding dispose scope.</remarks>
internal static class BatchNormFusion
{
    /// <summary>The graph without the batch normalisations that follow a convolution which nobody else needs.</summary>
    public static LayerGraph Apply(LayerGraph graph) => graph.Rewrite((node, before) =>
        node is { Operation: Operation.Normalization norm, Inputs: [{ Operation: Operation.Convolution convolution } source] }
        && graph.Uses(before.Inputs[0]) == 1
            ? source with { Operation = Fuse(convolution, norm, source.Name) }
            : node);

    /// <summary>Scale and shift of each channel, in double precision.</summary>
    public static (Tensor Scale, Tensor Shift) ScaleAndShift(Operation.Normalization norm)
    {
        var scale = Exact(norm.Weight.Value) / (Exact(norm.Variance.Value) + norm.Epsilon).sqrt();
        return (scale, Exact(norm.Bias.Value) - Exact(norm.Mean.Value) * scale);
    }

    private static Operation.Convolution Fuse(Operation.Convolution convolution, Operation.Normalization norm, string path)
    {
        // In double precision, so that the one rounding is that of the result.
        var weight = convolution.Weight.Value;
        var (scale, shift) = ScaleAndShift(norm);
        var kernels = (Exact(weight) * scale.view([-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)])).to(weight.dtype);
        shift = convolution.Bias is { } bias ? shift + Exact(bias.Value) * scale : shift;
        return convolution with
        {
            Weight = convolution.Weight with { Value = kernels },
            Bias = new Constant(convolution.Bias?.Name ?? $"{path}.bias", shift.to(weight.dtype)),
        };
    }

    private static Tensor Exact(Tensor tensor) => tensor.to(ScalarType.Float64);
}
