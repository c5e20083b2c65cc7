using System.Buffers.Binary;
using System.Text;

namespace GhostNet.Native;

/// <summary>Makes a symbol version that a Linux library asks for optional.</summary>
/// <remarks>
/// An ELF library lists the symbol versions that it needs in section <c>.gnu.version_r</c>. The dynamic linker refuses
/// to load the library when one is missing, unless that entry bears the flag <c>VER_FLG_WEAK</c>.
/// Source: System V gABI, "Symbol Versioning" (Linux Standard Base Core, chapter 10.7).
/// </remarks>
internal static class SymbolVersion
{
    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort FlagWeak = 0x2;

    /// <summary>Sets the weak flag on every need for <paramref name="version"/> in a 64-bit little-endian ELF image.</summary>
    /// <returns>How many entries were changed; 0 when the library does not ask for that version.</returns>
    /// <exception cref="BadImageFormatException">The bytes are not such an image.</exception>
    public static int MakeOptional(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image[..6].SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            throw new BadImageFormatException("Not a 64-bit little-endian ELF library.");
        }

        var name = Encoding.ASCII.GetBytes(version + '\0');
        var sections = (int)BinaryPrimitives.ReadInt64LittleEndian(image[0x28..]);
        int sectionSize = U16(image, 0x3a), sectionCount = U16(image, 0x3c), changed = 0;
        for (var i = 0; i < sectionCount; i++)
        {
            var section = sections + i * sectionSize;
            if (U32(image, section + 4) != SectionTypeVersionNeeds)
            {
                continue;
            }

            var strings = SectionOffset(image, sections + (int)U32(image, section + 40) * sectionSize);
            var need = SectionOffset(image, section);
            for (var left = U32(image, section + 44); left > 0; left--)
            {
                var entry = need + (int)U32(image, need + 8);
                for (int more = U16(image, need + 2); more > 0; more--)
                {
                    if (image[(strings + (int)U32(image, entry + 8))..].StartsWith(name))
                    {
                        var flags = image[(entry + 4)..];
                        BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(U16(image, entry + 4) | FlagWeak));
                        changed++;
                    }

                    entry += (int)U32(image, entry + 12);
                }

                need += (int)U32(image, need + 12);
            }
        }

        return changed;
    }

    private static ushort U16(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadUInt16LittleEndian(image[at..]);

    private static uint U32(ReadOnlySpan<byte> image, int at) => BinaryPrimitives.ReadUInt32LittleEndian(image[at..]);

    private static int SectionOffset(ReadOnlySpan<byte> image, int header) =>
        (int)BinaryPrimitives.ReadInt64LittleEndian(image[(header + 24)..]);
}
