using System.Buffers.Binary;

namespace GhostNet.Data;

/// <summary>An array of bytes in the IDX format of MNIST and its kin: a magic number, the sizes, the values.</summary>
/// <param name="Path">The file.</param>
/// <param name="Shape">Its sizes, the slowest first.</param>
/// <param name="Values">The values, row by row.</param>
internal sealed record IdxFile(string Path, int[] Shape, byte[] Values)
{
    /// <summary>MNIST's largest file has 47 MB: a compressed file that grows beyond this is a trap.</summary>
    private const int Limit = 256 << 20;

    /// <summary>The type code of unsigned bytes.</summary>
    private const int UnsignedByte = 8;

    /// <summary>Reads a file, compressed with gzip or not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">How many sizes it must have.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged or of another kind.</exception>
    public static IdxFile Read(string path, int dimensions)
    {
        var content = ReadContent(path);
        var header = 4 * (1 + dimensions);
        if (content.Length < header)
        {
            throw DataFileReader.Damaged(
                path, content.Length, $"it ends within its header, with {content.Length} bytes instead of at least {header}", DataFileReader.FetchAgain);
        }

        var magic = BinaryPrimitives.ReadInt32BigEndian(content);
        var expected = (UnsignedByte << 8) | dimensions;
        if (magic != expected)
        {
            throw DataFileReader.Damaged(
                path, 0, $"it begins with {magic:X8} instead of {expected:X8}, so it is no IDX file of bytes with {dimensions} dimensions", "Give the right file.");
        }

        // The sizes are claims: they are held against what there is before anything is made of them.
        var shape = new int[dimensions];
        var count = 1L;
        for (var i = 0; i < dimensions; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(4 * (1 + i)));
            if (shape[i] < 0 || (count = checked(count * shape[i])) > Limit)
            {
                throw DataFileReader.Damaged(path, 4 * (1 + i), $"it claims a size of {(uint)shape[i]}, which can't be", DataFileReader.FetchAgain);
            }
        }

        return content.Length - header == count
            ? new IdxFile(path, shape, content[header..])
            : throw DataFileReader.Damaged(
                path,
                Math.Min(content.Length, header + count),
                $"its header claims {string.Join('×', shape)} values, but {content.Length - header} bytes follow",
                DataFileReader.FetchAgain);
    }

    private static byte[] ReadContent(string path)
    {
        using var file = DataFileReader.Open(path);
        using var unzipped = GzipReader.IsGzip(file) || path.EndsWith(".gz", StringComparison.Ordinal)
            ? GzipReader.Open(file, "If it is not compressed, take .gz off its name.")
            : null;
        var source = (Stream?)unzipped ?? file;
        using var content = new MemoryStream();
        try
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                content.Write(buffer, 0, read);
                if (content.Length > Limit)
                {
                    throw new InvalidDataException($"it holds more than {Limit} bytes");
                }
            }
        }
        catch (InvalidDataException wrong)
        {
            throw DataFileReader.Damaged(path, file.Position, $"it can't be decompressed ({wrong.Message.TrimEnd('.')})", DataFileReader.FetchAgain, wrong);
        }

        return content.ToArray();
    }
}
