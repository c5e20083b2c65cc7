using System.Security.Cryptography;
using GhostNet.IO;

namespace GhostNet.Data;

/// <summary>CIFAR-10: 50,000 training and 10,000 test photographs, 32×32 in colour, in ten classes (Krizhevsky 2009).</summary>
/// <remarks>Reads the official "binary version" from a folder or its archive, or downloads it (170 MB).</remarks>
public static class Cifar10
{
    private const string FolderName = "cifar-10-batches-bin";
    private const string ArchiveName = "cifar-10-binary.tar.gz";

    /// <summary>The checksum that the authors publish.</summary>
    private const string Md5 = "c32a1d4ab5d03f1284b67883e8d13530";

    /// <summary>The extracted archive takes 184 MB; one that wants much more is not CIFAR-10.</summary>
    private const long ExtractedLimit = 256L << 20;

    private static readonly Uri[] s_mirrors = [new("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz")];

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
    /// <remarks>
    /// Looks in <paramref name="folder"/> alone if one is given, else in <c>$GHOSTNET_DATA</c> and in the user's cache folder, and
    /// takes the first that holds <c>data_batch_1.bin</c> and its like, a folder <c>cifar-10-batches-bin</c> with them, or the archive
    /// <c>cifar-10-binary.tar.gz</c>, which is extracted beside itself.
    /// </remarks>
    /// <param name="folder">Where the data are, or the path of the archive; null to look in the usual places.</param>
    /// <param name="download">Whether to fetch the data when they are nowhere, into <paramref name="folder"/> if one is given.</param>
    /// <param name="progress">Told how far a download is.</param>
    /// <param name="cancellationToken">Stops a download; the next call goes on from there.</param>
    /// <exception cref="IOException">The data are missing and not to be downloaded, or can't be read or written.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or of another edition; the message says which, where, and what to do.</exception>
    public static DatasetSplit Load(
        string? folder = null,
        bool download = true,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var found = Find(folder);
        if (found is null && !download)
        {
            foreach (var place in DataFolders.Candidates(folder))
            {
                CifarEdition.RequireNoOther(place);
            }

            throw new DirectoryNotFoundException(
                $"CIFAR-10 is not in {string.Join(" nor in ", DataFolders.Candidates(folder))}. "
                + $"Let it be downloaded, or put {ArchiveName} or the folder {FolderName} there.");
        }

        found ??= Download(folder, null, progress, cancellationToken);
        return new DatasetSplit(Read(found, "CIFAR-10 train", s_trainFiles), Read(found, "CIFAR-10 test", s_testFiles));
    }

    /// <summary>Downloads and extracts the archive, wherever else the data may be. Goes on where an earlier call was cut off.</summary>
    /// <param name="folder">Where to put it; null for <see cref="DataFolders.Default"/>.</param>
    /// <param name="options">Where to fetch it from; null for the site of its authors.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The folder with the data.</returns>
    /// <exception cref="IOException">No mirror delivered the archive; the message says what happened at each.</exception>
    public static string Download(
        string? folder = null,
        DownloadOptions? options = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        folder ??= DataFolders.Default;
        var archive = Path.Combine(folder, ArchiveName);
        ResumableDownload.Fetch(archive, (options ?? new DownloadOptions()).For(s_mirrors, HashAlgorithmName.MD5, Md5), progress, cancellationToken);
        return Extract(archive);
    }

    /// <summary>Says which files of the data set are there and whether each can be read; downloads and changes nothing.</summary>
    /// <param name="folder">Where the data are, or the path of the archive; null for the usual places.</param>
    public static DatasetCheck Verify(string? folder = null)
    {
        var place = DataFolders.Candidates(folder).Select(Locate).FirstOrDefault(static found => found is not null);
        if (place is null)
        {
            return folder is not null && FileCheck.Of(folder, () => CifarEdition.RequireNoOther(folder)) is { Problem: not null } other
                ? new DatasetCheck("CIFAR-10", folder, [other])
                : new DatasetCheck("CIFAR-10", null, []);
        }

        return File.Exists(place)
            ? new DatasetCheck("CIFAR-10", place, [FileCheck.Of(place, () => TarGz.Check(place, ExtractedLimit))])
            : new DatasetCheck("CIFAR-10", place, [.. s_trainFiles.Concat(s_testFiles).Select(name =>
            {
                var path = Path.Combine(place, name);
                return FileCheck.Of(path, () => CifarFile.Check(path, ClassNames.Count));
            })]);
    }

    /// <summary>The folder with the data, extracted if need be; null when they are nowhere.</summary>
    private static string? Find(string? folder)
    {
        var place = DataFolders.Candidates(folder).Select(Locate).FirstOrDefault(static found => found is not null);
        return File.Exists(place) ? Extract(place) : place;
    }

    /// <summary>The folder or the archive with the data at a place; null when there is neither.</summary>
    private static string? Locate(string place)
    {
        string inner = Path.Combine(place, FolderName), archive = Path.Combine(place, ArchiveName);

        // Some programs unpack an archive into a folder named after it, around the archive's own folder.
        string[] folders = [place, inner, Path.Combine(inner, FolderName)];
        return File.Exists(place)
            ? place
            : folders.FirstOrDefault(HoldsData) ?? (Directory.Exists(inner) ? inner : File.Exists(archive) ? archive : null);
    }

    private static bool HoldsData(string folder) => s_trainFiles.Concat(s_testFiles).Any(name => File.Exists(Path.Combine(folder, name)));

    private static string Extract(string archive)
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(archive))!;
        var target = Path.Combine(parent, FolderName);
        if (!Directory.Exists(target))
        {
            CifarEdition.RequireNoOther(archive);
            TarGz.ExtractFolder(archive, FolderName, target, ExtractedLimit);
        }

        return target;
    }

    private static ImageDataset Read(string folder, string name, string[] files)
    {
        const int perFile = CifarFile.Records;
        var pixels = new byte[files.Length * perFile * CifarFile.ImageSize];
        var labels = new byte[files.Length * perFile];
        for (var i = 0; i < files.Length; i++)
        {
            CifarFile.Read(
                Path.Combine(folder, files[i]),
                ClassNames.Count,
                pixels.AsSpan(i * perFile * CifarFile.ImageSize, perFile * CifarFile.ImageSize),
                labels.AsSpan(i * perFile, perFile));
        }

        return new ImageDataset(name, pixels, Array.ConvertAll(labels, static label => (int)label), CifarFile.Channels, CifarFile.Side, CifarFile.Side, ClassNames, Mean, Std);
    }
}
