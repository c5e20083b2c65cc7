namespace GhostNet.Interop.Pickle;

/// <summary>The instructions of Python's pickle format that a list of weights needs: the binary ones of protocols 2 to 5.</summary>
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
    Double = (byte)'G',

    /// <summary>Text of Python 2, length in one byte.</summary>
    ShortString = (byte)'U',

    /// <summary>Text of Python 2, length in four bytes.</summary>
    String = (byte)'T',

    ShortUnicode = 0x8c,
    Unicode = (byte)'X',

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

    Put = (byte)'q',
    LongPut = (byte)'r',
    Memoize = 0x94,
    Get = (byte)'h',
    LongGet = (byte)'j',

    Global = (byte)'c',
    StackGlobal = 0x93,
    Reduce = (byte)'R',
    Build = (byte)'b',
    PersistentId = (byte)'Q',
}
