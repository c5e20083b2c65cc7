using GhostNet.Graph;
using static TorchSharp.torch;

namespace GhostNet.Onnx;

/// <summary>Says for each operation of a graph which ONNX operators compute the same.</summary>
/// <remarks>
/// Where the graph has vectors <c>[N, C]</c>, the file has maps of one pixel as long as it can: there convolutions stay
/// convolutions, and their weights keep their shapes.
/// </remarks>
/// <param name="onnx">Takes the operators.</param>
/// <param name="quantizer">Makes them compute in 8-bit numbers; null for 32-bit ones.</param>
internal sealed class OnnxOperators(OnnxGraph onnx, OnnxQuantizer? quantizer)
{
    private static readonly long[] s_heightAndWidth = [2, 3];

    /// <summary>What each node makes, and whether it has but two dimensions.</summary>
    private readonly Dictionary<Node, (string Name, bool IsFlat)> _values = [];

    /// <summary>Vectors that were maps of one pixel.</summary>
    private readonly Dictionary<Node, string> _flattened = [];

    /// <summary>Adds the operators of a whole graph, so that the last of them makes the output.</summary>
    public void Add(LayerGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            var (name, isFlat) = Translate(node);
            _values[node] = (Rounded(node, name), isFlat);
        }

        if (!graph.Output.IsMap)
        {
            Flat(graph.Output);
        }

        if (graph.Output.Operation is Operation.Input)
        {
            onnx.Add("Identity", "same", [graph.Output.Name]);
        }
    }

    private (string Name, bool IsFlat) Translate(Node node) => node.Operation switch
    {
        Operation.Input => (node.Name, false),
        Operation.Convolution { Weight.Value: var weight } convolution when weight.dim() == 4 && !_values[node.Inputs[0]].IsFlat =>
            (Convolve(node, convolution), false),
        Operation.Convolution convolution => (Product(node, convolution), true),
        Operation.Flatten => (Flat(node.Inputs[0]), true),
        Operation.Multiply when node.IsMap && _values[node.Inputs[1]].IsFlat => (Weigh(node), false),
        Operation.Add => Both(node, "Add"),
        Operation.Multiply => Both(node, "Mul"),
        Operation.Concat => Both(node, "Concat", OnnxAttribute.Of("axis", 1)),
        _ => (TranslateOne(node, _values[node.Inputs[0]].Name), _values[node.Inputs[0]].IsFlat),
    };

    /// <summary>Operations that leave the number of dimensions.</summary>
    private string TranslateOne(Node node, string x) => node.Operation switch
    {
        Operation.Normalization norm => onnx.Add(
            "BatchNormalization",
            node.Name,
            [x, .. new[] { norm.Weight, norm.Bias, norm.Mean, norm.Variance }.Select(Constant)],
            OnnxAttribute.Of("epsilon", (float)norm.Epsilon)),
        Operation.Activate activate => Activate(node, activate.Function, x),
        Operation.FirstChannels => Slice(node, x, [0], [node.Channels], [1], [1]),
        Operation.Subsample subsample => Slice(
            node, x, [0, 0], [long.MaxValue, long.MaxValue], s_heightAndWidth, [subsample.Stride, subsample.Stride]),
        Operation.AppendZeros append => onnx.Add("Pad", node.Name, [x, Whole(node, "amounts", [0, 0, 0, 0, 0, append.Count, 0, 0])]),
        Operation.GlobalAveragePool => onnx.Add("GlobalAveragePool", node.Name, [x]),
        Operation.Pool pool => Pool(node, pool, x),
        Operation.ResizeTo => Resize(node, x, _values[node.Inputs[1]].Name),
        var unknown => throw new NotSupportedException($"The ONNX export does not know {unknown.GetType().Name} of {node.Name}."),
    };

    private string Convolve(Node node, Operation.Convolution convolution)
    {
        var sliding = convolution.Sliding;
        return onnx.Add(
            "Conv",
            node.Name,
            Inputs(node, _values[node.Inputs[0]].Name, convolution),
            OnnxAttribute.Of("kernel_shape", convolution.Kernel.ToArray()),
            OnnxAttribute.Of("strides", sliding.Stride.ToArray()),
            OnnxAttribute.Of("pads", [.. sliding.Padding.ToArray(), .. sliding.Padding.ToArray()]),
            OnnxAttribute.Of("dilations", sliding.Dilation.ToArray()),
            OnnxAttribute.Of("group", sliding.Groups));
    }

    private string Product(Node node, Operation.Convolution convolution)
    {
        var weight = convolution.Weight;
        convolution = weight.Value.dim() == 2 ? convolution : convolution with { Weight = weight with { Value = weight.Value.flatten(1) } };
        return onnx.Add("Gemm", node.Name, Inputs(node, Flat(node.Inputs[0]), convolution), OnnxAttribute.Of("transB", 1));
    }

    private string[] Inputs(Node node, string x, Operation.Convolution convolution) =>
        quantizer is not null ? [x, .. quantizer.Weights(node.Inputs[0], convolution)]
        : convolution.Bias is { } bias ? [x, Constant(convolution.Weight), Constant(bias)]
        : [x, Constant(convolution.Weight)];

    private string Rounded(Node node, string value) => quantizer?.Round(node, value) ?? value;

    /// <summary>Two inputs of the same number of dimensions.</summary>
    private (string Name, bool IsFlat) Both(Node node, string type, params OnnxAttribute[] attributes)
    {
        var isFlat = node.Inputs.Any(input => _values[input].IsFlat);
        return (onnx.Add(type, node.Name, [.. node.Inputs.Select(input => isFlat ? Flat(input) : _values[input].Name)], attributes), isFlat);
    }

    /// <summary>Maps weighed by vectors.</summary>
    private string Weigh(Node node)
    {
        var gates = onnx.Add("Unsqueeze", $"{node.Name}.gates", [_values[node.Inputs[1]].Name, Whole(node, "axes", s_heightAndWidth)]);
        return onnx.Add("Mul", node.Name, [_values[node.Inputs[0]].Name, Rounded(node.Inputs[1], gates)]);
    }

    private string Activate(Node node, Activation function, string x)
    {
        switch (function)
        {
            case Activation.UnclampedHardSigmoid:
                var shifted = onnx.Add("Add", $"{node.Name}.shifted", [x, Number(node, "three", 3)]);
                return onnx.Add("Div", node.Name, [onnx.Add("Relu", $"{node.Name}.relu", [shifted]), Number(node, "six", 6)]);
            case Activation.Relu6:
                return onnx.Add("Clip", node.Name, [x, Number(node, "least", 0), Number(node, "most", 6)]);
            case Activation.HardSigmoid:
                return onnx.Add("HardSigmoid", node.Name, [x], OnnxAttribute.Of("alpha", 1f / 6), OnnxAttribute.Of("beta", 0.5f));
            case Activation.Silu:
                return onnx.Add("Mul", node.Name, [x, onnx.Add("Sigmoid", $"{node.Name}.sigmoid", [x])]);
            default:
                return onnx.Add(function.ToString(), node.Name, [x]);
        }
    }

    private string Slice(Node node, string x, long[] first, long[] end, long[] axes, long[] steps) => onnx.Add(
        "Slice", node.Name, [x, Whole(node, "first", first), Whole(node, "end", end), Whole(node, "axes", axes), Whole(node, "steps", steps)]);

    private string Pool(Node node, Operation.Pool pool, string x)
    {
        List<OnnxAttribute> attributes =
        [
            OnnxAttribute.Of("kernel_shape", pool.Window.ToArray()),
            OnnxAttribute.Of("strides", pool.Sliding.Stride.ToArray()),
            OnnxAttribute.Of("pads", [.. pool.Sliding.Padding.ToArray(), .. pool.Sliding.Padding.ToArray()]),
        ];
        if (!pool.IsMean)
        {
            // The operator set knows no dilation of a mean.
            attributes.Add(OnnxAttribute.Of("dilations", pool.Sliding.Dilation.ToArray()));
        }

        return onnx.Add(pool.IsMean ? "AveragePool" : "MaxPool", node.Name, [x], [.. attributes]);
    }

    /// <summary>To the height and width of another value, whatever they are.</summary>
    private string Resize(Node node, string x, string like)
    {
        var channels = onnx.Add("Shape", $"{node.Name}.channels", [x], OnnxAttribute.Of("end", 2));
        var size = onnx.Add("Shape", $"{node.Name}.size", [like], OnnxAttribute.Of("start", 2));
        var shape = onnx.Add("Concat", $"{node.Name}.shape", [channels, size], OnnxAttribute.Of("axis", 0));
        return onnx.Add(
            "Resize",
            node.Name,
            [x, "", "", shape],
            OnnxAttribute.Of("mode", "nearest"),
            OnnxAttribute.Of("nearest_mode", "floor"),
            OnnxAttribute.Of("coordinate_transformation_mode", "asymmetric"));
    }

    /// <summary>What a node makes with two dimensions.</summary>
    private string Flat(Node node)
    {
        var (name, isFlat) = _values[node];
        if (isFlat)
        {
            return name;
        }

        if (!_flattened.TryGetValue(node, out var flat))
        {
            _flattened[node] = flat = Rounded(node, onnx.Add("Flatten", $"{node.Name}.flat", [name]));
        }

        return flat;
    }

    private string Constant(Constant constant) => onnx.Constant(constant.Name, constant.Value);

    private string Whole(Node node, string role, long[] values) => onnx.Constant($"{node.Name}.{role}", tensor(values));

    private string Number(Node node, string role, float value) => onnx.Constant($"{node.Name}.{role}", tensor(value));
}
