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

    /// <summary>The version of the operators.</summary>
    public long OperatorSet { get; private set; } = 17;

    /// <summary>Says that an operator needs a later version.</summary>
    public void RequireOperatorSet(long version) => OperatorSet = Math.Max(OperatorSet, version);

    /// <summary>Declares the input; a text stands for a dimension that is free.</summary>
    /// <param name="input">Its name.</param>
    /// <param name="type">Float32, or bytes.</param>
    /// <param name="description">What it is.</param>
    /// <param name="dimensions">Its shape.</param>
    public void SetInput(string input, ScalarType type, string description, params object[] dimensions) =>
        _message.Add(11, ValueInfo(input, type, description, dimensions));

    /// <summary>Gives what the last operator makes a name.</summary>
    public void NameLast(string output) => _nodes[^1] = _nodes[^1] with { Output = output };

    /// <summary>Declares what the last operator makes as the output, and gives it a name.</summary>
    public void SetOutput(string output, long channels, bool isMap, string description)
    {
        NameLast(output);
        object[] dimensions = isMap ? ["batch", channels, "output_height", "output_width"] : ["batch", channels];
        _message.Add(12, ValueInfo(output, ScalarType.Float32, description, dimensions));
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

    /// <summary>The message TensorProto.</summary>
    private static ProtoMessage TensorMessage(string tensor, Tensor value)
    {
        var message = new ProtoMessage();
        foreach (var size in value.shape)
        {
            message.Add(1, size);
        }

        var contents = value.is_floating_point() ? value.to(ScalarType.Float32) : value;
        return message.Add(2, TypeOf(contents.dtype)).Add(8, tensor).Add(9, contents.cpu().contiguous().bytes.ToArray());
    }

    /// <summary>The message ValueInfoProto; a text stands for a dimension that is free.</summary>
    private static ProtoMessage ValueInfo(string value, ScalarType type, string description, object[] dimensions)
    {
        var shape = new ProtoMessage();
        foreach (var dimension in dimensions)
        {
            shape.Add(1, dimension is long size ? new ProtoMessage().Add(1, size) : new ProtoMessage().Add(2, (string)dimension));
        }

        var tensorType = new ProtoMessage().Add(1, TypeOf(type)).Add(2, shape);
        return new ProtoMessage().Add(1, value).Add(2, new ProtoMessage().Add(1, tensorType)).Add(3, description);
    }

    /// <summary>The number of a type in TensorProto.DataType.</summary>
    private static long TypeOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => 1,
        ScalarType.Byte => 2,
        ScalarType.Int8 => 3,
        ScalarType.Int32 => 6,
        ScalarType.Int64 => 7,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The export writes no such numbers."),
    };
}
