using static TorchSharp.torch;

namespace GhostNet.Onnx;

/// <summary>An ONNX graph under construction: operators in their order, and the tensors that they take.</summary>
/// <remarks>Tensors belong to the caller's dispose scope. Field numbers are those of <c>onnx.proto</c>.</remarks>
internal sealed class OnnxGraph(string name)
{
    /// <summary>A message of protocol buffers ends at 2 GB; all but the weights takes far less than 16 MB.</summary>
    private const long MaxWeightBytes = int.MaxValue - (16L << 20);

    private readonly List<OnnxNode> _nodes = [];
    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly ProtoMessage _message = new();

    /// <summary>What the graph is called.</summary>
    public string Name => name;

    /// <summary>Declares the input, <c>[batch, channels, height, width]</c>.</summary>
    public void SetInput(string input, long channels, string description) =>
        _message.Add(11, ValueInfo(input, description, "batch", channels, "height", "width"));

    /// <summary>Declares what the last operator makes as the output, and gives it a name.</summary>
    public void SetOutput(string output, long channels, bool isMap, string description)
    {
        _nodes[^1] = _nodes[^1] with { Output = output };
        _message.Add(12, isMap
            ? ValueInfo(output, description, "batch", channels, "output_height", "output_width")
            : ValueInfo(output, description, "batch", channels));
    }

    /// <summary>Adds a tensor that operators take; returns its name, which has a number if another is called so.</summary>
    public string Constant(string tensor, Tensor value)
    {
        var unique = tensor;
        for (var i = 2; _tensors.TryGetValue(unique, out var other) && !ReferenceEquals(other, value); i++)
        {
            unique = $"{tensor}_{i}";
        }

        _tensors[unique] = value;
        return unique;
    }

    /// <summary>Adds an operator, named as its output.</summary>
    /// <param name="type">What the ONNX specification calls it.</param>
    /// <param name="output">Name of its output.</param>
    /// <param name="inputs">Names of its inputs; empty for one that is left out.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The name of its output.</returns>
    public string Add(string type, string output, IReadOnlyList<string> inputs, params OnnxAttribute[] attributes)
    {
        _nodes.Add(new OnnxNode(type, output, inputs, attributes));
        return output;
    }

    /// <summary>The message GraphProto.</summary>
    /// <exception cref="NotSupportedException">The weights do not fit into one file.</exception>
    public ProtoMessage ToMessage()
    {
        var bytes = _tensors.Values.Sum(tensor => tensor.numel() * tensor.element_size());
        if (bytes > MaxWeightBytes)
        {
            throw new NotSupportedException(FormattableString.Invariant(
                $"{name} has {bytes / 1e9:F1} GB of weights, and an ONNX file ends at 2 GB: export a narrower model, or write its weights as safetensors."));
        }

        _message.Add(2, name);
        _nodes.ForEach(node => _message.Add(1, node.ToMessage()));
        foreach (var (tensor, value) in _tensors)
        {
            _message.Add(5, TensorMessage(tensor, value));
        }

        return _message;
    }

    /// <summary>The message TensorProto, of float32 or int64.</summary>
    private static ProtoMessage TensorMessage(string tensor, Tensor value)
    {
        var message = new ProtoMessage();
        foreach (var size in value.shape)
        {
            message.Add(1, size);
        }

        const long Float = 1, Int64 = 7;
        var isWhole = value.dtype == ScalarType.Int64;
        var contents = value.to(isWhole ? ScalarType.Int64 : ScalarType.Float32).cpu().contiguous();
        return message.Add(2, isWhole ? Int64 : Float).Add(8, tensor).Add(9, contents.bytes.ToArray());
    }

    /// <summary>The message ValueInfoProto of a float32 tensor; a text stands for a dimension that is free.</summary>
    private static ProtoMessage ValueInfo(string value, string description, params object[] dimensions)
    {
        var shape = new ProtoMessage();
        foreach (var dimension in dimensions)
        {
            shape.Add(1, dimension is long size ? new ProtoMessage().Add(1, size) : new ProtoMessage().Add(2, (string)dimension));
        }

        const long Float = 1;
        var tensorType = new ProtoMessage().Add(1, Float).Add(2, shape);
        return new ProtoMessage().Add(1, value).Add(2, new ProtoMessage().Add(1, tensorType)).Add(3, description);
    }
}
