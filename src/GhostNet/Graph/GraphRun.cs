using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>Computes a graph operation by operation, for somebody who wants to see what each makes.</summary>
internal static class GraphRun
{
    private static readonly TensorOperations s_on = TensorOperations.Instance;

    /// <summary>Runs a graph once.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="images">Its input, <c>[N, C, H, W]</c>; the caller keeps it.</param>
    /// <param name="watch">Told of each node and what it made, which is freed when nobody needs it any more.</param>
    public static void Watch(LayerGraph graph, Tensor images, Action<Node, Tensor> watch)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (values, open) = (new Dictionary<Node, Tensor>(), graph.Nodes.ToDictionary(node => node, graph.Uses));
        foreach (var node in graph.Nodes)
        {
            // A view of the input, and not itself: it would be freed with the others.
            values[node] = node.Operation is Operation.Input
                ? images.alias()
                : Compute(node, values[node.Inputs[0]], node.Inputs.Count > 1 ? values[node.Inputs[1]] : null);
            watch(node, values[node]);
            foreach (var input in node.Inputs.Where(input => --open[input] == 0))
            {
                values[input].Dispose();
            }
        }
    }

    private static Tensor Compute(Node node, Tensor first, Tensor? second) => node.Operation switch
    {
        Operation.Convolution one => s_on.Convolve(first, one.Weight.Value, one.Bias?.Value, one.Sliding),
        Operation.Normalization one => s_on.Normalize(
            first, new BatchStatistics(one.Weight.Value, one.Bias.Value, one.Mean.Value, one.Variance.Value, one.Epsilon)),
        Operation.Activate one => s_on.Activate(first, one.Function),
        Operation.Add => s_on.Add(first, second!),
        Operation.Multiply => s_on.Multiply(first, second!),
        Operation.Concat => s_on.Concat(first, second!),
        Operation.FirstChannels => s_on.FirstChannels(first, (int)node.Channels),
        Operation.AppendZeros one => s_on.AppendZeros(first, one.Count),
        Operation.Subsample one => s_on.Subsample(first, one.Stride),
        Operation.GlobalAveragePool => s_on.GlobalAveragePool(first),
        Operation.Pool one => s_on.Pool(first, one.IsMean, one.Window, one.Sliding),
        Operation.ResizeTo => s_on.ResizeTo(first, second!),
        Operation.Flatten => s_on.Flatten(first),
        var unknown => throw new NotSupportedException($"{unknown.GetType().Name} of {node.Name} cannot be computed on its own."),
    };
}
