using System.Buffers.Binary;
using System.Text;
using GhostNet.IO;

namespace GhostNet.Weights;

/// <summary>The files in a zip archive as PyTorch writes it: stored, not compressed, so that they can be used where they lie.</summary>
/// <remarks>
/// Source: PKWARE's APPNOTE.TXT, sections 4.3 and 4.5.3. An archive is refused if files overlap, lie outside it or occur twice; compressed
/// files too, of which a few bytes may expand to gigabytes.
/// </remarks>
internal sealed class ZipDirectory
{
    private const uint LocalSignature = 0x04034b50;
    private const uint CentralSignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50;
    private const uint Zip64EndSignature = 0x06064b50;
    private const uint Zip64LocatorSignature = 0x07064b50;
    private const int LocalLength = 30;
    private const int CentralLength = 46;
    private const int EndLength = 22;
    private const int Zip64EndLength = 56;
    private const int Zip64LocatorLength = 20;

    /// <summary>Stands for a number that did not fit into 32 bits and is told elsewhere.</summary>
    private const uint Elsewhere = uint.MaxValue;

    private const int MaxEntries = 1 << 17;

    private readonly Dictionary<string, ZipEntry> _entries = [];
    private readonly MappedFile _file;
    private readonly MemoryBudget _budget;

    private ZipDirectory(MappedFile file, MemoryBudget budget) => (_file, _budget) = (file, budget);

    /// <summary>The files' paths in the archive.</summary>
    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>Reads which files there are, and checks that they can be there.</summary>
    /// <exception cref="WeightFileException">The archive is damaged or compressed.</exception>
    public static ZipDirectory Read(MappedFile file, MemoryBudget budget)
    {
        var directory = new ZipDirectory(file, budget);
        directory.ReadEntries(FindDirectory(file));
        return directory;
    }

    /// <summary>A file by its path, or null.</summary>
    public ZipEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Fails unless the bytes of a file have the checksum that the archive has for them.</summary>
    /// <exception cref="WeightFileException">They have another.</exception>
    public void Verify(ZipEntry entry)
    {
        var checksum = Crc32.Start;
        foreach (var (start, count) in MappedFile.Chunks(entry.Length, 1))
        {
            checksum = Crc32.Append(checksum, _file.Bytes(entry.Offset + start, (int)count));
        }

        if (Crc32.End(checksum) != entry.Checksum)
        {
            throw _file.Damaged(entry.Offset, $"the content of {ForeignText.Show(entry.Name)} does not have the checksum that is written for it");
        }
    }

    private static Place FindDirectory(MappedFile file)
    {
        var end = FindEnd(file);
        var record = file.Bytes(end, EndLength);
        var place = new Place(
            BinaryPrimitives.ReadUInt32LittleEndian(record[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(record[12..]),
            BinaryPrimitives.ReadUInt16LittleEndian(record[10..]));
        var disks = BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);
        if (end >= Zip64LocatorLength && file.Bytes(end - Zip64LocatorLength, Zip64LocatorLength) is var locator
            && BinaryPrimitives.ReadUInt32LittleEndian(locator) == Zip64LocatorSignature)
        {
            end = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
            var large = file.Bytes(end, Zip64EndLength);
            if (BinaryPrimitives.ReadUInt32LittleEndian(large) != Zip64EndSignature)
            {
                throw file.Damaged(end, "the end of its zip directory is not where it should be");
            }

            place = new Place(
                BinaryPrimitives.ReadInt64LittleEndian(large[48..]),
                BinaryPrimitives.ReadInt64LittleEndian(large[40..]),
                BinaryPrimitives.ReadInt64LittleEndian(large[32..]));
            disks = BinaryPrimitives.ReadUInt32LittleEndian(large[16..]) | BinaryPrimitives.ReadUInt32LittleEndian(large[20..]);
        }

        if (disks != 0 || place.Offset < 0 || place.Length < 0 || place.Offset > end || place.Length > end - place.Offset
            || place.Count is < 0 or > MaxEntries || place.Count > place.Length / CentralLength)
        {
            throw file.Damaged(end, $"its zip directory claims {place.Count} files in {place.Length} bytes at {place.Offset}, which cannot be");
        }

        return place;
    }

    /// <summary>The last record of an archive; only a comment may follow it.</summary>
    private static long FindEnd(MappedFile file)
    {
        var length = (int)Math.Min(file.Length, EndLength + ushort.MaxValue);
        var tail = file.Bytes(file.Length - length, length);
        for (var i = length - EndLength; i >= 0; i--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail[i..]) == EndSignature
                && BinaryPrimitives.ReadUInt16LittleEndian(tail[(i + 20)..]) == length - i - EndLength)
            {
                return file.Length - length + i;
            }
        }

        throw file.Damaged(file.Length, "its zip directory is missing, so it was cut off");
    }

    private void ReadEntries(Place place)
    {
        var offset = place.Offset;
        for (var i = 0L; i < place.Count; i++)
        {
            offset = ReadEntry(offset, place);
        }

        var next = 0L;
        foreach (var entry in _entries.Values.OrderBy(entry => entry.HeaderOffset))
        {
            if (entry.HeaderOffset < next)
            {
                throw _file.Damaged(entry.HeaderOffset, $"{ForeignText.Show(entry.Name)} overlaps the file before it in the zip archive");
            }

            next = entry.Offset + entry.Length;
        }
    }

    /// <summary>Reads a record of the directory.</summary>
    /// <returns>Where the next one is.</returns>
    private long ReadEntry(long offset, Place place)
    {
        var record = _file.Bytes(offset, CentralLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != CentralSignature)
        {
            throw _file.Damaged(offset, "a file should be described there in the zip directory, but is not");
        }

        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(record[28..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(record[30..]);
        int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(record[32..]);
        _budget.Charge(256 + (2 * nameLength));
        var nameBytes = _file.Bytes(offset + CentralLength, nameLength);
        var name = Encoding.UTF8.GetString(nameBytes);
        var extra = new Zip64Extra(_file.Bytes(offset + CentralLength + nameLength, extraLength));
        var length = extra.Resolve(BinaryPrimitives.ReadUInt32LittleEndian(record[24..]));
        var compressed = extra.Resolve(BinaryPrimitives.ReadUInt32LittleEndian(record[20..]));
        var header = extra.Resolve(BinaryPrimitives.ReadUInt32LittleEndian(record[42..]));
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(record[8..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(record[10..]) != 0 || compressed != length || (flags & 1) != 0)
        {
            throw new WeightFileException($"{_file.Path} is a zip archive whose {ForeignText.Show(name)} is compressed or encrypted, which PyTorch never does. It was not loaded.");
        }

        var local = _file.Bytes(header, LocalLength);
        var start = header + LocalLength + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalSignature
            || BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) != nameLength
            || !_file.Bytes(header + LocalLength, nameLength).SequenceEqual(nameBytes)
            || length < 0 || start > place.Offset || length > place.Offset - start)
        {
            throw _file.Damaged(header, $"{ForeignText.Show(name)} of its zip directory is not there, or does not fit there");
        }

        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (!_entries.TryAdd(name, new ZipEntry(name, header, start, length, checksum)))
        {
            throw _file.Damaged(offset, $"{ForeignText.Show(name)} is twice in its zip directory");
        }

        return offset + CentralLength + nameLength + extraLength + commentLength <= place.Offset + place.Length
            ? offset + CentralLength + nameLength + extraLength + commentLength
            : throw _file.Damaged(offset, "its zip directory is longer than it says");
    }

    /// <summary>Where the directory is.</summary>
    private readonly record struct Place(long Offset, long Length, long Count);

    /// <summary>The numbers of an entry that do not fit into 32 bits, in the order of their fields.</summary>
    private ref struct Zip64Extra
    {
        private const ushort Id = 1;

        private ReadOnlySpan<byte> _left;

        public Zip64Extra(ReadOnlySpan<byte> extra)
        {
            while (extra.Length >= 4)
            {
                var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
                if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == Id)
                {
                    _left = extra.Slice(4, length);
                    return;
                }

                extra = extra[(4 + length)..];
            }
        }

        /// <summary>The number of a field of 32 bits, or the one that it refers to.</summary>
        public long Resolve(uint field)
        {
            if (field != Elsewhere || _left.Length < sizeof(long))
            {
                return field;
            }

            var value = BinaryPrimitives.ReadInt64LittleEndian(_left);
            _left = _left[sizeof(long)..];
            return value;
        }
    }
}
