using GhostNet.Storage;

namespace GhostNet.Data;

/// <summary>CIFAR-10: 50,000 training and 10,000 test photographs, 32×32 in colour, of ten kinds of thing (Krizhevsky 2009).</summary>
public static class Cifar10
{
    private const int Side = 32;
    private const int ImageSize = 3 * Side * Side;
    private const int RecordSize = 1 + ImageSize;
    private const int RecordsPerFile = 10_000;
    private const string FolderName = "cifar-10-batches-bin";

    private static readonly string[] s_trainFiles =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"];

    private static readonly string[] s_testFiles = ["test_batch.bin"];

    /// <summary>The names of the ten classes, in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Mean of red, green and blue over all pixels of the training images.</summary>
    public static IReadOnlyList<float> Mean { get; } = [0.4914f, 0.4822f, 0.4465f];

    /// <summary>Standard deviation of red, green and blue over all pixels of the training images.</summary>
    public static IReadOnlyList<float> Std { get; } = [0.2470f, 0.2435f, 0.2616f];

    /// <summary>
    /// What the tutorial, and many others, give as standard deviation: the mean over the images of the deviation within
    /// each. It is too small, for it leaves out how images differ from each other.
    /// </summary>
    public static IReadOnlyList<float> TutorialStd { get; } = [0.2023f, 0.1994f, 0.2010f];

    /// <summary>Loads the training and the test images.</summary>
    /// <param name="folder">Where the data are; null to look in the usual places.</param>
    /// <param name="download">Whether to fetch the data when they are nowhere.</param>
    /// <param name="progress">Told how far a download is.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    public static DatasetSplit Load(
        string? folder = null,
        bool download = true,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        folder ??= Path.Combine(CacheFolder.Path, "data");
        var inner = Path.Combine(folder, FolderName);
        if (Directory.Exists(inner))
        {
            folder = inner;
        }

        return new DatasetSplit(Read(folder, "CIFAR-10 train", s_trainFiles), Read(folder, "CIFAR-10 test", s_testFiles));
    }

    private static ImageDataset Read(string folder, string name, string[] files)
    {
        var pixels = new byte[files.Length * RecordsPerFile * ImageSize];
        var labels = new byte[files.Length * RecordsPerFile];
        var record = 0;
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file);
            var bytes = File.ReadAllBytes(path);
            if (bytes.Length != RecordsPerFile * RecordSize)
            {
                throw new InvalidDataException($"{path} has {bytes.Length} bytes, not {RecordsPerFile * RecordSize}.");
            }

            for (var at = 0; at < bytes.Length; at += RecordSize, record++)
            {
                labels[record] = bytes[at];
                bytes.AsSpan(at + 1, ImageSize).CopyTo(pixels.AsSpan(record * ImageSize));
            }
        }

        return new ImageDataset(name, pixels, labels, 3, Side, Side, ClassNames, Mean, Std);
    }
}
