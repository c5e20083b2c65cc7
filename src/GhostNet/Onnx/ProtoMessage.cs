using Google.Protobuf;

namespace GhostNet.Onnx;

/// <summary>A message of protocol buffers that grows field by field, and ends in a stream.</summary>
/// <remarks>It keeps what it is given, so that a model's weights are not copied from message to message.</remarks>
internal sealed class ProtoMessage
{
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private long _size;

    /// <summary>Appends a whole number.</summary>
    public ProtoMessage Add(int field, long value) =>
        Append(field, WireFormat.WireType.Varint, CodedOutputStream.ComputeInt64Size(value), output => output.WriteInt64(value));

    /// <summary>Appends a number.</summary>
    public ProtoMessage Add(int field, float value) =>
        Append(field, WireFormat.WireType.Fixed32, CodedOutputStream.ComputeFloatSize(value), output => output.WriteFloat(value));

    /// <summary>Appends a text.</summary>
    public ProtoMessage Add(int field, string value) =>
        Append(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeStringSize(value), output => output.WriteString(value));

    /// <summary>Appends bytes, which must not change afterwards.</summary>
    public ProtoMessage Add(int field, byte[] value) => AppendLength(field, value.Length).Append(value);

    /// <summary>Appends a message, which must not change afterwards.</summary>
    public ProtoMessage Add(int field, ProtoMessage value)
    {
        AppendLength(field, checked((int)value._size));
        value._parts.ForEach(part => Append(part));
        return this;
    }

    /// <summary>Writes the message.</summary>
    public void WriteTo(Stream stream) => _parts.ForEach(part => stream.Write(part.Span));

    private ProtoMessage AppendLength(int field, int length) =>
        Append(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeLengthSize(length), output => output.WriteLength(length));

    private ProtoMessage Append(int field, WireFormat.WireType type, int size, Action<CodedOutputStream> write)
    {
        var bytes = new byte[CodedOutputStream.ComputeTagSize(field) + size];
        using var output = new CodedOutputStream(bytes);
        output.WriteTag(field, type);
        write(output);
        return Append(bytes);
    }

    private ProtoMessage Append(ReadOnlyMemory<byte> part)
    {
        _parts.Add(part);
        _size += part.Length;
        return this;
    }
}
