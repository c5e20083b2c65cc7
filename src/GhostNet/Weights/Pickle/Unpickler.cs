using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace GhostNet.Weights.Pickle;

/// <summary>
/// Reads what a pickle of PyTorch holds of tensors, lists, dicts, tuples, numbers, strings and None, and ignores the rest.
/// </summary>
/// <remarks>
/// A pickle is a program for a machine with a stack. Python's own machine can import modules and call their functions; this
/// one has no such instruction: a name of Python is a key of <see cref="PickleGlobal"/> or a <see cref="PickleUnknown"/>, and
/// "call" rebuilds a tensor's description or yields the unknown again. It is a loop over the bytes, without recursion, and
/// what it takes of memory is counted.
/// </remarks>
internal ref partial struct Unpickler
{
    // Roughly what things take in memory: an instruction's share of the stack or of the memo, an object, an item in one.
    private const int InstructionCost = 48;
    private const int ObjectCost = 128;
    private const int ItemCost = 64;

    private const int MaxNameLength = 256;
    private const byte HighestProtocol = 5;

    private static readonly PickleUnknown s_bytes = new("builtins.bytes");
    private static readonly PickleUnknown s_set = new("builtins.set");

    private readonly MappedFile _file;
    private readonly long _start;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly MemoryBudget _budget;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly List<object?> _memo = [];
    private readonly Dictionary<string, StorageReference> _storages = [];
    private int _position;

    private Unpickler(MappedFile file, long start, long length, MemoryBudget budget)
    {
        (_file, _start, _budget) = (file, start, budget);
        _bytes = file.Bytes(start, (int)Math.Min(length, int.MaxValue));
    }

    /// <summary>Where the stack ends for an instruction: at the last mark.</summary>
    private readonly int Floor => _marks.Count == 0 ? 0 : _marks[^1];

    /// <summary>Reads one pickle.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">The bytes that it may take.</param>
    /// <param name="budget">The memory that it may take.</param>
    /// <exception cref="WeightFileException">It is damaged, or holds something else than weights.</exception>
    public static Unpickled Read(MappedFile file, long start, long length, MemoryBudget budget)
    {
        var unpickler = new Unpickler(file, start, length, budget);
        var value = unpickler.Run();
        return new Unpickled(value, unpickler._storages, start + unpickler._position);
    }

    private object? Run()
    {
        while (true)
        {
            _budget.Charge(InstructionCost);
            var op = (PickleOp)Take(1)[0];
            switch (op)
            {
                case PickleOp.Stop:
                    return Pop();
                case PickleOp.Protocol:
                    var protocol = Take(1)[0];
                    if (protocol > HighestProtocol)
                    {
                        throw Wrong($"it is a pickle of protocol {protocol}, but {HighestProtocol} is the highest there is");
                    }

                    break;
                case PickleOp.Frame:
                    Take(sizeof(long));
                    break;
                case PickleOp.Mark:
                    _marks.Add(_stack.Count);
                    break;
                case PickleOp.Pop:
                    Pop();
                    break;
                case PickleOp.PopMark:
                    PopToMark();
                    break;
                case PickleOp.Duplicate:
                    _stack.Add(Peek());
                    break;
                case PickleOp.None:
                    _stack.Add(null);
                    break;
                case PickleOp.True:
                    _stack.Add(true);
                    break;
                case PickleOp.False:
                    _stack.Add(false);
                    break;
                case PickleOp.Byte:
                    _stack.Add((long)Take(1)[0]);
                    break;
                case PickleOp.UInt16:
                    _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort))));
                    break;
                case PickleOp.Int32:
                    _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))));
                    break;
                case PickleOp.ShortInteger:
                    PushInteger(Take(1)[0]);
                    break;
                case PickleOp.LongInteger:
                    PushInteger(BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint))));
                    break;
                case PickleOp.Double:
                    _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double))));
                    break;
                case PickleOp.ShortString or PickleOp.ShortUnicode:
                    _stack.Add(ReadText(Take(1)[0]));
                    break;
                case PickleOp.String or PickleOp.Unicode:
                    _stack.Add(ReadText(BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)))));
                    break;
                case PickleOp.LongUnicode:
                    _stack.Add(ReadText(TakeLength()));
                    break;
                case PickleOp.ShortBytes:
                    PassBytes(Take(1)[0]);
                    break;
                case PickleOp.Bytes:
                    PassBytes(BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint))));
                    break;
                case PickleOp.LongBytes or PickleOp.ByteArray:
                    PassBytes(TakeLength());
                    break;
                case PickleOp.EmptySet:
                    _stack.Add(s_set);
                    break;
                case PickleOp.FrozenSet:
                    PopToMark();
                    _stack.Add(s_set);
                    break;
                case PickleOp.EmptyList:
                    _stack.Add(Charged(new PickleList()));
                    break;
                case PickleOp.Append:
                    Append(Pop());
                    break;
                case PickleOp.Appends or PickleOp.AddItems:
                    Append(PopToMark());
                    break;
                case PickleOp.EmptyTuple:
                    _stack.Add(Tuple());
                    break;
                case PickleOp.Tuple1:
                    _stack.Add(Tuple(PopMany(1)));
                    break;
                case PickleOp.Tuple2:
                    _stack.Add(Tuple(PopMany(2)));
                    break;
                case PickleOp.Tuple3:
                    _stack.Add(Tuple(PopMany(3)));
                    break;
                case PickleOp.Tuple:
                    _stack.Add(Tuple(PopToMark()));
                    break;
                case PickleOp.EmptyDict:
                    _stack.Add(Charged(new PickleDict()));
                    break;
                case PickleOp.SetItem:
                    SetItems(PopMany(2));
                    break;
                case PickleOp.SetItems:
                    SetItems(PopToMark());
                    break;
                case PickleOp.Put:
                    Remember(Take(1)[0]);
                    break;
                case PickleOp.LongPut:
                    Remember(BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint))));
                    break;
                case PickleOp.Memoize:
                    Remember((uint)_memo.Count);
                    break;
                case PickleOp.Get:
                    _stack.Add(Recall(Take(1)[0]));
                    break;
                case PickleOp.LongGet:
                    _stack.Add(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)))));
                    break;
                case PickleOp.Global:
                    _stack.Add(FindGlobal(ReadLine(), ReadLine()));
                    break;
                case PickleOp.StackGlobal:
                    _stack.Add(PopMany(2) is [string module, string name]
                        ? FindGlobal(module, name)
                        : throw Wrong("a name of Python is not a string"));
                    break;
                case PickleOp.Reduce:
                    _stack.Add(Charged(Call(PopMany(2))));
                    break;
                case PickleOp.NewObject:
                    _stack.Add(Charged(Call(PopMany(2))));
                    break;
                case PickleOp.NewObjectWithNames:
                    _stack.Add(Charged(Call(PopMany(3)[..2])));
                    break;
                case PickleOp.Build:
                    // PyTorch notes the version of each layer as an attribute of the OrderedDict; no weight depends on it.
                    Pop();
                    if (Peek() is not (PickleDict or PickleUnknown))
                    {
                        throw Wrong("it sets attributes of something that has none");
                    }

                    break;
                case PickleOp.PersistentId:
                    _stack.Add(Charged(ReadStorage(Pop())));
                    break;
                default:
                    throw Wrong($"the byte 0x{(byte)op:x2} is not an instruction of a checkpoint");
            }
        }
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _bytes.Length - _position)
        {
            throw Wrong("it ends in the middle");
        }

        var taken = _bytes.Slice(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    private long TakeLength() => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong))), long.MaxValue);

    private void PassBytes(long count)
    {
        Take(count);
        _stack.Add(s_bytes);
    }

    /// <summary>Puts a whole number on the stack; only the magic number of the older format does not fit into 64 bits.</summary>
    private void PushInteger(long length)
    {
        _budget.Charge(2 * length);
        var value = new BigInteger(Take(length));
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            _stack.Add((long)value);
        }
        else
        {
            _stack.Add(value);
        }
    }

    private string ReadText(long length)
    {
        var bytes = Take(length);
        _budget.Charge(ObjectCost + (2 * length));
        return Encoding.UTF8.GetString(bytes);
    }

    private string ReadLine()
    {
        var rest = _bytes[_position..];
        var length = rest[..Math.Min(rest.Length, MaxNameLength)].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Wrong($"a name of Python has no end within {MaxNameLength} bytes");
        }

        _budget.Charge(ObjectCost + (2 * length));
        return Encoding.UTF8.GetString(Take(length + 1)[..length]);
    }

    private readonly object FindGlobal(string module, string name)
    {
        _budget.Charge(ObjectCost + (2 * (module.Length + name.Length)));
        var full = $"{module}.{name}";
        return (object?)PickleGlobal.Find(full) ?? new PickleUnknown(full);
    }

    private readonly WeightFileException Wrong(string problem) => _file.Damaged(_start + _position, problem);
}
