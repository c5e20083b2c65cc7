using GhostNet.Graph;
using GhostNet.Kernels;
using static TorchSharp.torch;

namespace GhostNet.Prediction;

/// <summary>Puts the operations of a graph in order, and says when a value may be overwritten and when it can go.</summary>
internal sealed class StepPlan
{
    private readonly List<Step> _steps = [];
    private readonly List<(string Name, nn.Module<Tensor, Tensor> Layer)> _layers = [];

    /// <summary>Plans a graph that <see cref="PredictionFusion"/> has made; weights are copied.</summary>
    public StepPlan(LayerGraph graph)
    {
        var numbers = graph.Nodes.Select((node, number) => (node, number)).ToDictionary(entry => entry.node, entry => entry.number);
        var left = graph.Nodes.ToDictionary(node => node, graph.Uses);
        foreach (var node in graph.Nodes.Where(node => node.Operation is not Operation.Input))
        {
            foreach (var input in node.Inputs)
            {
                left[input]--;
            }

            var last = node.Inputs.Where(input => left[input] == 0).Distinct().ToList();
            _steps.Add(new Step(
                Compile(node, input => last.Contains(input) && IsOwn(input) && node.Inputs.Count(other => other == input) == 1),
                numbers[node.Inputs[0]],
                numbers[node.Inputs[^1]],
                numbers[node],
                [.. last.Select(input => numbers[input])]));
        }

        (Values, Input, Output, OutputIsMap) = (graph.Nodes.Count, numbers[graph.Input], numbers[graph.Output], graph.Output.IsMap);
    }

    /// <summary>The operations in their order.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>What has weights, by a name that fits a state-dict.</summary>
    public IReadOnlyList<(string Name, nn.Module<Tensor, Tensor> Layer)> Layers => _layers;

    /// <summary>How many values there are.</summary>
    public int Values { get; }

    /// <summary>Number of the images.</summary>
    public int Input { get; }

    /// <summary>Number of what the network makes.</summary>
    public int Output { get; }

    /// <summary>Whether that has a height and a width.</summary>
    public bool OutputIsMap { get; }

    /// <summary>Whether the memory of a value is nobody else's: images are the caller's, and some operations give a view.</summary>
    private static bool IsOwn(Node node) => node.Operation is not
        (Operation.Input or Operation.Flatten or Operation.FirstChannels or Operation.Subsample or Operation.AppendZeros);

    private Func<Tensor, Tensor, Tensor> Compile(Node node, Predicate<Node> mayOverwrite)
    {
        // A step must not keep the node, and with it the whole graph.
        var (inPlace, channels) = (mayOverwrite(node.Inputs[0]), node.Channels);
        return node.Operation switch
        {
            Operation.Convolution convolution => Layer(node, new FusedConvolution(convolution)),
            GhostOperation ghost => Layer(node, new GhostMaps(ghost, channels)),
            Operation.Add when inPlace => static (x, y) => x.add_(y, PinnedScalars.One),
            Operation.Add when mayOverwrite(node.Inputs[1]) => static (x, y) => y.add_(x, PinnedScalars.One),
            Operation.Add => static (x, y) => x.add(y, PinnedScalars.One),
            Operation.Multiply => (x, gates) => PixelOperations.Multiply(x, gates, inPlace),
            Operation.Activate activate => (x, _) => PixelOperations.Activate(x, activate.Function, inPlace),
            Operation.Concat => static (x, y) => cat([x, y], -1),
            Operation.FirstChannels => (x, _) => PixelOperations.FirstChannels(x, channels),
            Operation.AppendZeros append => (x, _) => nn.functional.pad(x, [0, append.Count]),
            Operation.Subsample subsample => (x, _) => PixelOperations.Subsample(x, subsample.Stride),
            Operation.GlobalAveragePool => static (x, _) => PixelOperations.GlobalAveragePool(x),
            Operation.Flatten => static (x, _) => PixelOperations.Flatten(x),
            Operation.Pool pool => (x, _) => PixelOperations.OnMaps(
                x, maps => TensorOperations.Instance.Pool(maps, pool.IsMean, pool.Window, pool.Sliding)),
            Operation.ResizeTo => static (x, like) => PixelOperations.OnMaps(
                x, maps => nn.functional.interpolate(maps, [like.size(1), like.size(2)])),
            var unknown => throw new NotSupportedException($"Prediction does not know {unknown.GetType().Name} of {node.Name}."),
        };
    }

    private Func<Tensor, Tensor, Tensor> Layer(Node node, nn.Module<Tensor, Tensor> layer)
    {
        _layers.Add((node.Name.Replace('.', '/'), layer));
        return (x, _) => layer.call(x);
    }
}
