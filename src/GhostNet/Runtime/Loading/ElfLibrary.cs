using System.Buffers.Binary;
using System.Text;

namespace GhostNet.Runtime;

/// <summary>Reads and changes a Linux library (ELF, 64 bits, little-endian) before it is loaded.</summary>
/// <remarks>
/// An ELF library lists the symbol versions that it needs in section <c>.gnu.version_r</c>. The dynamic linker refuses
/// to load the library when one is missing, unless that entry bears the flag <c>VER_FLG_WEAK</c>.
/// Sources: System V gABI, "Program Header" and "Sections"; Linux Standard Base Core, chapter 10.7, "Symbol Versioning".
/// </remarks>
internal static class ElfLibrary
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const uint SegmentTypeLoad = 1;
    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort FlagWeak = 0x2;

    /// <summary>
    /// Refuses a file that was cut off: the system would load it, and end the process with a signal when the first missing byte is read.
    /// </summary>
    /// <param name="path">The library.</param>
    /// <exception cref="BadImageFormatException">It is no such library, or shorter than its own headers say. The message says what to do.</exception>
    public static void CheckWhole(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            var header = new byte[HeaderSize];
            CheckHeader(header.AsSpan(0, RandomAccess.Read(file, header, 0)));
            var first = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(0x20));
            var segments = new byte[U16(header, 0x38) * ProgramHeaderSize];
            RequireInFile(U16(header, 0x36) == ProgramHeaderSize && first >= 0 && RandomAccess.Read(file, segments, first) == segments.Length);
            for (var at = 0; at < segments.Length; at += ProgramHeaderSize)
            {
                if (U32(segments, at) == SegmentTypeLoad)
                {
                    var offset = BinaryPrimitives.ReadUInt64LittleEndian(segments.AsSpan(at + 8));
                    var size = BinaryPrimitives.ReadUInt64LittleEndian(segments.AsSpan(at + 32));
                    RequireInFile(offset <= (ulong)length && size <= (ulong)length - offset);
                }
            }
        }
        catch (BadImageFormatException exception)
        {
            throw Damaged(path, exception.Message);
        }
    }

    /// <summary>The error about a library that is not as it was published.</summary>
    public static BadImageFormatException Damaged(string path, string reason) => new(
        $"{path} is damaged: {reason} If it is in a package cache, delete the folder of that package and restore it again; "
        + "otherwise build or publish the program again.",
        path);

    /// <summary>Sets the weak flag on every need for <paramref name="version"/>.</summary>
    /// <param name="image">The whole file.</param>
    /// <param name="version">The name of the symbol version, such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>How many entries were changed; 0 when the library does not ask for that version.</returns>
    /// <exception cref="BadImageFormatException">The bytes are no such library, or its tables point out of it.</exception>
    public static int MakeOptional(Span<byte> image, string version)
    {
        CheckHeader(image);
        try
        {
            return MakeOptional(image, Encoding.ASCII.GetBytes(version + '\0'));
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            throw new BadImageFormatException("Its tables point out of the file.", exception);
        }
    }

    private static int MakeOptional(Span<byte> image, ReadOnlySpan<byte> name)
    {
        var sections = I64(image, 0x28);
        RequireInFile(U16(image, 0x3a) == SectionHeaderSize);
        var changed = 0;
        for (var section = sections; section < checked(sections + U16(image, 0x3c) * SectionHeaderSize); section += SectionHeaderSize)
        {
            if (U32(image, section + 4) != SectionTypeVersionNeeds)
            {
                continue;
            }

            var strings = I64(image, checked(sections + (int)U32(image, section + 40) * SectionHeaderSize) + 24);
            var need = I64(image, section + 24);

            // Both lists are as long as they say or end at an entry without a next one; none can be longer than the file.
            for (var (left, more) = (U32(image, section + 44), true); left > 0 && more; left--)
            {
                changed += MakeOptional(image, checked(need + (int)U32(image, need + 8)), U16(image, need + 2), strings, name);
                more = U32(image, need + 12) > 0;
                need = checked(need + (int)U32(image, need + 12));
            }
        }

        return changed;
    }

    private static int MakeOptional(Span<byte> image, int entry, int count, int strings, ReadOnlySpan<byte> name)
    {
        var changed = 0;
        for (var (left, more) = (count, true); left > 0 && more; left--)
        {
            if (image[checked(strings + (int)U32(image, entry + 8))..].StartsWith(name))
            {
                BinaryPrimitives.WriteUInt16LittleEndian(image[(entry + 4)..], (ushort)(U16(image, entry + 4) | FlagWeak));
                changed++;
            }

            more = U32(image, entry + 12) > 0;
            entry = checked(entry + (int)U32(image, entry + 12));
        }

        return changed;
    }

    private static void CheckHeader(ReadOnlySpan<byte> image)
    {
        if (image.Length < HeaderSize || !image[..6].SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            throw new BadImageFormatException("It is not a 64-bit little-endian ELF library.");
        }
    }

    private static void RequireInFile(bool isInFile)
    {
        if (!isInFile)
        {
            throw new BadImageFormatException("It is shorter than its own headers say.");
        }
    }

    private static ushort U16(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadUInt16LittleEndian(image[at..]);

    private static uint U32(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadUInt32LittleEndian(image[at..]);

    private static int I64(ReadOnlySpan<byte> image, int at) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(image[at..]));
}
