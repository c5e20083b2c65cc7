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

/// <summary>An attribute of an operator: the message AttributeProto.</summary>
/// <param name="Message">The message.</param>
internal sealed record OnnxAttribute(ProtoMessage Message)
{
    private const long Float = 1, Int = 2, Text = 3, Ints = 7;

    /// <summary>An attribute that is a number.</summary>
    public static OnnxAttribute Of(string name, float value) => new(new ProtoMessage().Add(1, name).Add(2, value).Add(20, Float));

    /// <summary>An attribute that is a whole number.</summary>
    public static OnnxAttribute Of(string name, long value) => new(new ProtoMessage().Add(1, name).Add(3, value).Add(20, Int));

    /// <summary>An attribute that is a text.</summary>
    public static OnnxAttribute Of(string name, string value) => new(new ProtoMessage().Add(1, name).Add(4, value).Add(20, Text));

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static OnnxAttribute Of(string name, params long[] values)
    {
        var message = new ProtoMessage().Add(1, name);
        foreach (var value in values)
        {
            message.Add(8, value);
        }

        return new(message.Add(20, Ints));
    }
}
