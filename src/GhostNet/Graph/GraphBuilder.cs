using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>Makes the graph of a model from its description.</summary>
internal sealed class GraphBuilder : Operations<Node>
{
    private readonly Dictionary<nn.Module, string> _paths = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, string> _tensors = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _names = [];
    private string _path = "";

    private GraphBuilder(nn.Module model)
    {
        foreach (var (path, layer) in model.named_modules())
        {
            _paths.TryAdd(layer, path);
        }

        _paths[model] = "";
        foreach (var (name, tensor) in model.named_parameters().Select(entry => (entry.name, (Tensor)entry.parameter)).Concat(model.named_buffers()))
        {
            _tensors.TryAdd(tensor, name);
        }
    }

    /// <summary>Describes what a model makes of images.</summary>
    /// <param name="model">The model; the graph refers to its parameters.</param>
    /// <param name="input">What the images are called.</param>
    /// <param name="channels">Their channels; null for those that the first layer wants.</param>
    /// <exception cref="NotSupportedException">A layer has no description, and the message names it; or no layer says how many channels there are.</exception>
    public static LayerGraph Build(nn.Module<Tensor, Tensor> model, string input, long? channels = null)
    {
        var builder = new GraphBuilder(model);
        var graph = new LayerGraph(builder.Apply(model, builder.Make(input, new Operation.Input(), channels ?? 0, isMap: true)));
        return channels is null ? Build(model, input, ChannelsOf(graph, model)) : graph;
    }

    public override Node Apply(nn.Module<Tensor, Tensor> layer, Node input)
    {
        var outer = _path;
        _path = _paths.GetValueOrDefault(layer, outer);
        var output = TorchLayers.Describe(layer, _path, this, input);
        _path = outer;
        return output;
    }

    public override Node Add(Node first, Node second) => Like(first, "add", new Operation.Add(), second);

    public override Node Multiply(Node input, Node gates) => Like(input, "gated", new Operation.Multiply(), gates);

    public override Node Concat(Node first, Node second) =>
        Make(In("maps"), new Operation.Concat(), first.Channels + second.Channels, first.IsMap, first, second);

    public override Node FirstChannels(Node input, int channels) =>
        Make(In("first"), new Operation.FirstChannels(), channels, input.IsMap, input);

    public override Node AppendZeros(Node maps, int channels) =>
        Make(In("padded"), new Operation.AppendZeros(channels), maps.Channels + channels, maps.IsMap, maps);

    public override Node Subsample(Node maps, int stride) => Like(maps, "subsampled", new Operation.Subsample(stride));

    public override Node GlobalAveragePool(Node maps) => Make(In("means"), new Operation.GlobalAveragePool(), maps.Channels, false, maps);

    public override Node ResizeTo(Node maps, Node like) => Like(maps, "resized", new Operation.ResizeTo(), like);

    internal override Node Convolve(Node input, Tensor weight, Tensor? bias, Sliding sliding) => Make(
        _path.Length == 0 ? "convolution" : _path,
        new Operation.Convolution(Named(weight, "weight"), bias is null ? null : Named(bias, "bias"), sliding),
        weight.size(0),
        input.IsMap,
        input);

    internal override Node Normalize(Node input, BatchStatistics statistics) => Like(
        input,
        "normalized",
        new Operation.Normalization(
            Named(statistics.Weight, "weight"),
            Named(statistics.Bias, "bias"),
            Named(statistics.Mean, "running_mean"),
            Named(statistics.Variance, "running_var"),
            statistics.Epsilon));

    internal override Node Activate(Node input, Activation activation) =>
        Like(input, activation.ToString().ToLowerInvariant(), new Operation.Activate(activation));

    internal override Node Pool(Node maps, bool isMean, Extent window, Sliding sliding) =>
        Like(maps, "pooled", new Operation.Pool(isMean, window, sliding));

    internal override Node Flatten(Node maps) =>
        maps.IsMap ? Make(In("flat"), new Operation.Flatten(), maps.Channels, false, maps) : maps;

    private static long ChannelsOf(LayerGraph graph, nn.Module model) => graph.Nodes
        .Where(node => node.Inputs is [{ Channels: 0, IsMap: true }])
        .Select(node => (node.Operation as Operation.Convolution)?.InChannels).FirstOrDefault(channels => channels is not null)
        ?? throw new NotSupportedException($"{model.GetName()} does not begin with a convolution: only models of images can be exported.");

    private Node Like(Node input, string role, Operation operation, params Node[] others) =>
        Make(In(role), operation, input.Channels, input.IsMap, [input, .. others]);

    private Node Make(string name, Operation operation, long channels, bool isMap, params Node[] inputs)
    {
        // A layer that is used twice makes two nodes.
        var times = _names[name] = _names.GetValueOrDefault(name) + 1;
        return new Node(times == 1 ? name : $"{name}_{times}", operation, inputs, channels, isMap);
    }

    private string In(string role) => _path.Length == 0 ? role : $"{_path}.{role}";

    private Constant Named(Tensor tensor, string role) => new(_tensors.GetValueOrDefault(tensor) ?? In(role), tensor);
}
