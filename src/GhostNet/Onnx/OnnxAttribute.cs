namespace GhostNet.Onnx;

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
