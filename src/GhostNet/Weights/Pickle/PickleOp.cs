namespace GhostNet.Weights.Pickle;

/// <summary>The instructions of Python's pickle format that checkpoints have: the binary ones of protocols 2 to 5.</summary>
/// <remarks>Source: the comments in Python's pickletools.py, which describe each instruction.</remarks>
internal enum PickleOp : byte
{
    Protocol = 0x80,
    Frame = 0x95,
    Stop = (byte)'.',
    Mark = (byte)'(',
    Pop = (byte)'0',
    PopMark = (byte)'1',
    Duplicate = (byte)'2',

    None = (byte)'N',
    True = 0x88,
    False = 0x89,
    Int32 = (byte)'J',
    Byte = (byte)'K',
    UInt16 = (byte)'M',
    ShortInteger = 0x8a,
    LongInteger = 0x8b,
    Double = (byte)'G',

    /// <summary>Text of Python 2, length in one byte.</summary>
    ShortString = (byte)'U',

    /// <summary>Text of Python 2, length in four bytes.</summary>
    String = (byte)'T',

    ShortUnicode = 0x8c,
    Unicode = (byte)'X',
    LongUnicode = 0x8d,
    ShortBytes = (byte)'C',
    Bytes = (byte)'B',
    LongBytes = 0x8e,
    ByteArray = 0x96,

    EmptyList = (byte)']',
    Append = (byte)'a',
    Appends = (byte)'e',
    EmptyTuple = (byte)')',
    Tuple = (byte)'t',
    Tuple1 = 0x85,
    Tuple2 = 0x86,
    Tuple3 = 0x87,
    EmptyDict = (byte)'}',
    SetItem = (byte)'s',
    SetItems = (byte)'u',
    EmptySet = 0x8f,
    AddItems = 0x90,
    FrozenSet = 0x91,

    Put = (byte)'q',
    LongPut = (byte)'r',
    Memoize = 0x94,
    Get = (byte)'h',
    LongGet = (byte)'j',

    Global = (byte)'c',
    StackGlobal = 0x93,
    Reduce = (byte)'R',
    NewObject = 0x81,
    NewObjectWithNames = 0x92,
    Build = (byte)'b',
    PersistentId = (byte)'Q',
}
