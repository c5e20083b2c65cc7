namespace GhostNet.Onnx;

/// <summary>An operator of an ONNX graph.</summary>
/// <param name="Type">What the ONNX specification calls it.</param>
/// <param name="Output">Name of its output, and its own.</param>
/// <param name="Inputs">Names of its inputs; empty for one that is left out.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record OnnxNode(string Type, string Output, IReadOnlyList<string> Inputs, IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>The message NodeProto.</summary>
    public ProtoMessage ToMessage()
    {
        var message = new ProtoMessage();
        foreach (var input in Inputs)
        {
            message.Add(1, input);
        }

        message.Add(2, Output).Add(3, Output).Add(4, Type);
        foreach (var attribute in Attributes)
        {
            message.Add(5, attribute.Message);
        }

        return message;
    }
}
