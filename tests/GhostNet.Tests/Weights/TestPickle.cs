using System.Text;
using GhostNet.Weights.Pickle;

namespace GhostNet.Tests.Weights;

/// <summary>Writes pickles by hand, also such as PyTorch never would.</summary>
internal sealed class TestPickle
{
    private readonly List<byte> _bytes = [];

    public TestPickle() => Op(PickleOp.Protocol, 2);

    /// <summary>A dict with the tensor "w", made from the storage "0".</summary>
    public static byte[] Tensor(long count, long offset, long[] shape, long[] strides) => new TestPickle()
        .Op(PickleOp.EmptyDict).Text("w").Rebuild(count, offset, shape, strides).Op(PickleOp.SetItem).ToArray();

    public TestPickle Op(PickleOp op, params byte[] argument)
    {
        _bytes.Add((byte)op);
        _bytes.AddRange(argument);
        return this;
    }

    public TestPickle Repeat(int count, params PickleOp[] ops)
    {
        for (var i = 0; i < count; i++)
        {
            _bytes.AddRange(ops.Select(op => (byte)op));
        }

        return this;
    }

    public TestPickle Text(string text) =>
        Op(PickleOp.Unicode, [.. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)]);

    public TestPickle Number(long number) => Op(PickleOp.ShortInteger, [8, .. BitConverter.GetBytes(number)]);

    public TestPickle Numbers(long[] numbers)
    {
        Op(PickleOp.Mark);
        Array.ForEach(numbers, number => Number(number));
        return Op(PickleOp.Tuple);
    }

    public TestPickle Global(string module, string name) => Op(PickleOp.Global, Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public TestPickle Storage(string type, string key, long count) => Op(PickleOp.Mark)
        .Text("storage").Global("torch", type).Text(key).Text("cpu").Number(count).Op(PickleOp.Tuple).Op(PickleOp.PersistentId);

    public TestPickle Rebuild(long count, long offset, long[] shape, long[] strides) => Global("torch._utils", "_rebuild_tensor_v2")
        .Op(PickleOp.Mark).Storage("FloatStorage", "0", count).Number(offset).Numbers(shape).Numbers(strides)
        .Op(PickleOp.Tuple).Op(PickleOp.Reduce);

    public byte[] ToArray() => [.. _bytes, (byte)PickleOp.Stop];
}
