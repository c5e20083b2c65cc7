using GhostNet.Data;
using GhostNet.Graph;
using static TorchSharp.torch;

namespace GhostNet.Onnx;

/// <summary>Puts QuantizeLinear and DequantizeLinear around the operators of a graph, so that ONNX Runtime computes in 8-bit whole numbers.</summary>
/// <remarks>
/// Weights are signed and symmetric, with a scale for each output channel; activations unsigned, with one scale and a zero point; biases 32-bit. Sigmoids and
/// hard activations are computed in 32-bit numbers, and so are the logits.
/// </remarks>
internal sealed class OnnxQuantizer
{
    private readonly OnnxGraph _onnx;
    private readonly Dictionary<Node, QuantizedRange> _ranges;
    private readonly Dictionary<byte, string> _zeros = [];

    /// <summary>Names are short: there are some hundred, and with the paths of layers they would take a tenth of the file.</summary>
    private int _number;

    /// <summary>Runs the graph on images, to learn how large its activations become.</summary>
    /// <param name="onnx">Takes the operators.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="images">The images.</param>
    /// <param name="device">Where the weights are.</param>
    public OnnxQuantizer(OnnxGraph onnx, LayerGraph graph, ImageDataset images, Device device)
    {
        var users = graph.Nodes.SelectMany(node => node.Inputs.Select(input => (Input: input, User: node))).ToLookup(pair => pair.Input, pair => pair.User);
        _onnx = onnx;
        _ranges = Calibration.Run(graph, graph.Nodes.Where(node => !OnlyMoves(node) && !IsRoundedLater(node, users[node])), images, device);
        foreach (var node in graph.Nodes.Where(OnlyMoves))
        {
            if (_ranges.TryGetValue(node.Inputs[0], out var range))
            {
                _ranges[node] = range;
            }
        }
    }

    /// <summary>Rounds what a node makes to its range.</summary>
    /// <param name="node">The node.</param>
    /// <param name="value">The name of what it makes, or of another shape of it.</param>
    /// <returns>The name of what others take.</returns>
    public string Round(Node node, string value)
    {
        if (!_ranges.TryGetValue(node, out var range))
        {
            return value;
        }

        if (!_zeros.TryGetValue(range.ZeroPoint, out var zero))
        {
            _zeros[range.ZeroPoint] = zero = _onnx.Constant($"zero{range.ZeroPoint}", tensor(range.ZeroPoint));
        }

        string[] by = [_onnx.Constant($"scale{++_number}", tensor(range.Scale)), zero];
        return _onnx.Add("DequantizeLinear", $"rounded{_number}", [_onnx.Add("QuantizeLinear", $"bytes{_number}", [value, .. by]), .. by]);
    }

    /// <summary>The names of a convolution's weight and bias, or of the weight alone.</summary>
    /// <param name="input">What is convolved.</param>
    /// <param name="convolution">The convolution.</param>
    public string[] Weights(Node input, Operation.Convolution convolution)
    {
        var weights = QuantizedWeights.Of(convolution.Weight.Value, convolution.Bias?.Value, _ranges[input].Scale);
        var weight = Dequantize(convolution.Weight.Name, tensor(weights.Weight).view(convolution.Weight.Value.shape), weights.Scale);
        return convolution.Bias is { } bias
            ? [weight, Dequantize(bias.Name, tensor(weights.Bias), weights.BiasScale)]
            : [weight];
    }

    /// <summary>Whether a node gives the numbers that it gets.</summary>
    private static bool OnlyMoves(Node node) => node.Operation is Operation.FirstChannels or Operation.Subsample or Operation.AppendZeros
        or Operation.ResizeTo or Operation.Flatten or Operation.Pool { IsMean: false };

    /// <summary>The logits need not be rounded, and what goes into a ReLU alone is rounded behind it: there it needs half the range.</summary>
    private static bool IsRoundedLater(Node node, IEnumerable<Node> users) => users.ToList() is []
        or [{ Operation: Operation.Activate { Function: Activation.Relu } }];

    /// <summary>Whole numbers around 0, with a scale for each output channel.</summary>
    private string Dequantize(string name, Tensor whole, float[] scale) => _onnx.Add(
        "DequantizeLinear", $"real{++_number}", [_onnx.Constant(name, whole), _onnx.Constant($"scale{_number}", tensor(scale))], OnnxAttribute.Of("axis", 0L));
}
