using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace GhostNet.Weights.Pickle;

/// <summary>Writes the pickle of a state-dict: an OrderedDict of tensors, each with a storage of its own.</summary>
/// <remarks>Source of what belongs in it: the file that <c>torch.save(model.state_dict(), path)</c> of PyTorch 1.13 writes.</remarks>
internal sealed class StateDictPickle
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    private StateDictPickle()
    {
    }

    /// <summary>The pickle of some tensors; the numbers themselves are not in it.</summary>
    public static ReadOnlySpan<byte> Of(IReadOnlyList<NamedTensor> tensors)
    {
        var pickle = new StateDictPickle();
        pickle.Write(PickleOp.Protocol, 2);
        pickle.WriteNewDict();
        pickle.Write(PickleOp.Mark);
        for (var i = 0; i < tensors.Count; i++)
        {
            pickle.WriteText(tensors[i].Name);
            pickle.WriteTensor(tensors[i], Key(i));
        }

        pickle.Write(PickleOp.SetItems);
        pickle.Write(PickleOp.Stop);
        return pickle._bytes.WrittenSpan;
    }

    /// <summary>What the storage of a tensor is called in the file.</summary>
    public static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>_rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, backward_hooks)</c>.</summary>
    private void WriteTensor(NamedTensor tensor, string key)
    {
        WriteGlobal("torch._utils", "_rebuild_tensor_v2");
        Write(PickleOp.Mark);

        Write(PickleOp.Mark);
        WriteText("storage");
        WriteGlobal("torch", tensor.Type.StorageName);
        WriteText(key);
        WriteText("cpu");
        WriteNumber(tensor.Count);
        Write(PickleOp.Tuple);
        Write(PickleOp.PersistentId);

        WriteNumber(0);
        WriteNumbers(tensor.Shape);
        WriteNumbers(Strides(tensor.Shape));
        Write(PickleOp.False);
        WriteNewDict();
        Write(PickleOp.Tuple);
        Write(PickleOp.Reduce);
    }

    /// <summary>The strides of row-major order.</summary>
    private static long[] Strides(long[] shape)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(shape[i], 1);
        }

        return strides;
    }

    private void WriteNewDict()
    {
        WriteGlobal("collections", "OrderedDict");
        Write(PickleOp.EmptyTuple);
        Write(PickleOp.Reduce);
    }

    private void WriteNumbers(long[] numbers)
    {
        Write(PickleOp.Mark);
        foreach (var number in numbers)
        {
            WriteNumber(number);
        }

        Write(PickleOp.Tuple);
    }

    private void WriteNumber(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        if (number <= int.MaxValue)
        {
            Write(PickleOp.Int32);
            _bytes.Write(bytes[..sizeof(int)]);
        }
        else
        {
            Write(PickleOp.ShortInteger, sizeof(long));
            _bytes.Write(bytes);
        }
    }

    private void WriteText(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)utf8.Length);
        Write(PickleOp.Unicode);
        _bytes.Write(length);
        _bytes.Write(utf8);
    }

    private void WriteGlobal(string module, string name)
    {
        Write(PickleOp.Global);
        _bytes.Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
    }

    private void Write(PickleOp op, byte argument)
    {
        Write(op);
        _bytes.Write([argument]);
    }

    private void Write(PickleOp op) => _bytes.Write([(byte)op]);
}
