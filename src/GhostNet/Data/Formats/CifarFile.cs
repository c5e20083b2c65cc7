namespace GhostNet.Data;

/// <summary>One file of CIFAR-10's binary version: 10,000 records of a label byte and the red, green and blue plane.</summary>
internal static class CifarFile
{
    /// <summary>Records in a file.</summary>
    public const int Records = 10_000;

    /// <summary>Colours of an image.</summary>
    public const int Channels = 3;

    /// <summary>Height and width of an image.</summary>
    public const int Side = 32;

    /// <summary>Bytes of an image.</summary>
    public const int ImageSize = Channels * Side * Side;

    private const int RecordSize = 1 + ImageSize;
    private const long FileSize = (long)Records * RecordSize;

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">How many classes there are: a label is below.</param>
    /// <param name="pixels">Takes the images.</param>
    /// <param name="labels">Takes the labels.</param>
    /// <exception cref="InvalidDataException">It has the wrong length or a label that names no class.</exception>
    public static void Read(string path, int classes, Span<byte> pixels, Span<byte> labels)
    {
        using var stream = Open(path);
        for (var i = 0; i < Records; i++)
        {
            labels[i] = ReadLabel(stream, i, classes);
            stream.ReadExactly(pixels.Slice(i * ImageSize, ImageSize));
        }
    }

    /// <summary>Throws what <see cref="Read"/> would, without memory for the images.</summary>
    public static void Check(string path, int classes)
    {
        using var stream = Open(path);
        for (var i = 0; i < Records; i++)
        {
            ReadLabel(stream, i, classes);
            stream.Seek(ImageSize, SeekOrigin.Current);
        }
    }

    private static FileStream Open(string path)
    {
        var stream = DataFileReader.Open(path, Remedy(path));
        if (stream.Length == FileSize)
        {
            return stream;
        }

        var (length, record) = (stream.Length, Math.Min(stream.Length / RecordSize, Records));
        stream.Dispose();
        throw DataFileReader.Damaged(
            path,
            Math.Min(length, FileSize),
            length < FileSize
                ? FormattableString.Invariant($"it ends in record {record} of {Records}, with {length} bytes instead of {FileSize}")
                : FormattableString.Invariant($"it goes on after its last record, with {length} bytes instead of {FileSize}"),
            Remedy(path));
    }

    /// <summary>One file can't be fetched alone: the archive, kept or fetched anew, gives all of them.</summary>
    private static string Remedy(string path) =>
        $"Delete the folder {Path.GetDirectoryName(Path.GetFullPath(path))} and load or fetch CIFAR-10 again.";

    private static byte ReadLabel(FileStream stream, int record, int classes)
    {
        var label = stream.ReadByte();
        return label >= 0 && label < classes
            ? (byte)label
            : throw DataFileReader.Damaged(
                stream.Name,
                (long)record * RecordSize,
                FormattableString.Invariant($"the label of record {record} is {label}, but labels go from 0 to {classes - 1}"),
                Remedy(stream.Name));
    }
}
