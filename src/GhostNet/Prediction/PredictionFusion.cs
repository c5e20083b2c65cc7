using GhostNet.Graph;

namespace GhostNet.Prediction;

/// <summary>Makes of a graph the one that is predicted with: fewer operations, each of which one kernel computes.</summary>
/// <remarks>New tensors belong to the surrounding dispose scope.</remarks>
internal static class PredictionFusion
{
    /// <summary>The graph with all that can be fused.</summary>
    public static LayerGraph Apply(LayerGraph graph)
    {
        graph = BranchMerging.Apply(BatchNormFusion.Apply(graph));
        graph = graph.Rewrite((node, _) => Scaled(node));
        var merged = graph;
        graph = graph.Rewrite((node, before) => Rectified(merged, node, before));
        merged = graph;
        return graph.Rewrite((node, before) => Ghost(merged, node, before));
    }

    /// <summary>A batch normalisation that has no convolution before it is a depthwise one of 1×1: a scale and a shift.</summary>
    private static Node Scaled(Node node)
    {
        if (node.Operation is not Operation.Normalization norm)
        {
            return node;
        }

        var (scale, shift) = BatchNormFusion.ScaleAndShift(norm);
        var type = norm.Weight.Value.dtype;
        return node with
        {
            Operation = new Operation.Convolution(
                norm.Weight with { Value = scale.to(type).view(-1, 1, 1, 1) },
                norm.Bias with { Value = shift.to(type) },
                Sliding.By(1, groups: node.Channels)),
        };
    }

    /// <summary>A ReLU is a part of the convolution before it.</summary>
    private static Node Rectified(LayerGraph graph, Node node, Node before) =>
        node is { Operation: Operation.Activate { Function: Activation.Relu }, Inputs: [{ Operation: Operation.Convolution convolution } source] }
        && graph.Uses(before.Inputs[0]) == 1
            ? source with { Operation = convolution with { HasRelu = true } }
            : node;

    /// <summary>Maps, and beside them what a depthwise convolution makes of them, are one operation.</summary>
    private static Node Ghost(LayerGraph graph, Node node, Node before)
    {
        if (node is not { Operation: Operation.Concat, IsMap: true, Inputs: [var primary, var ghosts] })
        {
            return node;
        }

        var cheap = ghosts.Operation is Operation.FirstChannels ? ghosts.Inputs[0] : ghosts;
        return primary.Operation is Operation.Convolution first && !FusedConvolution.IsDepthwiseForm(first)
            && cheap.Operation is Operation.Convolution second && FusedConvolution.IsDepthwiseForm(second)
            && second.Sliding.Stride == new Extent(1, 1)
            && cheap.Inputs[0] == primary
            && graph.Uses(before.Inputs[0]) == 2 && AreUsedOnce(graph, before.Inputs[1])
                ? node with { Operation = new GhostOperation(first, second), Inputs = primary.Inputs }
                : node;
    }

    private static bool AreUsedOnce(LayerGraph graph, Node ghosts) =>
        graph.Uses(ghosts) == 1 && (ghosts.Operation is not Operation.FirstChannels || graph.Uses(ghosts.Inputs[0]) == 1);
}
