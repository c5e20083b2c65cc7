using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Training;

namespace GhostNet.Cli.Options;

/// <summary>A data set as it is named on the command line.</summary>
/// <param name="Name">One of <see cref="Names"/>, or <see cref="Pictures"/>.</param>
/// <param name="Folder">Where it is; null for the default places.</param>
/// <param name="Limit">Only so many training and test images; null for all.</param>
/// <param name="Validation">Fraction of the training images that is set aside for validation; 0 for none.</param>
internal sealed record DatasetSource(string Name, string? Folder = null, int? Limit = null, double Validation = 0)
{
    /// <summary>Drawn by the program: needs no files.</summary>
    public const string Shapes = "shapes";

    /// <summary>CIFAR-10.</summary>
    public const string Cifar10 = "cifar10";

    /// <summary>Fashion-MNIST.</summary>
    public const string FashionMnist = "fashion-mnist";

    /// <summary>A folder of the user's own pictures, or a table of them. It has no name on the command line: it is meant where --data stands without --dataset.</summary>
    public const string Pictures = "folder";

    /// <summary>Height and width of pictures where nobody says otherwise.</summary>
    private const int UsualSize = 128;

    /// <summary>The names that the command line knows.</summary>
    public static readonly string[] Names = [Shapes, Cifar10, FashionMnist];

    /// <summary>Height and width to which the user's own pictures are brought; null for the usual.</summary>
    public int? Size { get; init; }

    /// <summary>Whether broken pictures are left out.</summary>
    public bool SkipBroken { get; init; }

    /// <summary>What a model was trained on, which says how pictures must be prepared for it; null before a training.</summary>
    public TrainingData? Like { get; init; }

    /// <summary>Whether the folder of the user's own pictures has a part for validation.</summary>
    public bool HasValidation => Name == Pictures && Folder is not null && Directory.Exists(Path.Combine(Folder, "val")) && Directory.Exists(Path.Combine(Folder, "train"));

    /// <summary>Whether the classes of the pictures are in a table, file,label.</summary>
    private bool IsTable => IsTableOf(Folder);

    /// <summary>Whether a path is meant as a table, file,label, rather than as a folder of classes.</summary>
    public static bool IsTableOf(string? path) =>
        Path.GetExtension(path) is { } ending && ending.Equals(".csv", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);

    /// <summary>The name and number of the data set as people write them.</summary>
    public string Title => Name switch
    {
        Cifar10 => "CIFAR-10",
        FashionMnist => "Fashion-MNIST",
        Pictures when IsTable => Path.GetFileNameWithoutExtension(Folder!),
        Pictures => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder ?? "."))),
        _ => "Shapes",
    };

    /// <summary>Loads it; downloads it first when it is nowhere and no folder was named.</summary>
    /// <param name="terminal">Where a download is reported.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="UsageException">A folder is named for a data set that has none.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public DatasetSplit Load(Terminal terminal, CancellationToken cancellationToken) =>
        Name == Pictures ? LoadPictures(terminal, cancellationToken) : Load(download: Folder is null, new DownloadLine(terminal), cancellationToken);

    /// <summary>Loads it if it is on this machine; downloads nothing.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public DatasetSplit LoadLocal() => Load(download: false, progress: null, CancellationToken.None);

    /// <summary>What its images and classes are like; reads no file.</summary>
    public TrainingData Describe()
    {
        var like = Data.Shapes.Create(train: 0, test: 0).Train;
        var shapes = new TrainingData(
            Title, 0, like.Channels, like.Height, like.Width, like.ClassNames, like.Mean, like.Std, IsSynthetic: true);
        return Name switch
        {
            Cifar10 => shapes with
            {
                ClassNames = Data.Cifar10.ClassNames,
                Mean = Data.Cifar10.Mean,
                Std = Data.Cifar10.Std,
                IsSynthetic = false,
            },
            FashionMnist => shapes with
            {
                Channels = 1,
                ClassNames = Data.FashionMnist.ClassNames,
                Mean = [Data.FashionMnist.PaddedMean],
                Std = [Data.FashionMnist.PaddedStd],
                IsSynthetic = false,
            },
            _ => shapes,
        };
    }

    /// <summary>Says which of its files are there and good; null for a data set without files.</summary>
    public DatasetCheck? Check()
    {
        RequireFolder();
        return Name switch
        {
            Cifar10 => Data.Cifar10.Verify(Folder),
            FashionMnist => Data.FashionMnist.Verify(Folder),
            _ => null,
        };
    }

    private DatasetSplit Load(bool download, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        RequireFolder();
        var split = Name switch
        {
            Cifar10 => Data.Cifar10.Load(Folder, download, progress, cancellationToken),
            FashionMnist => Data.FashionMnist.Load(Folder, pad: true),
            _ => Data.Shapes.Create(
                train: Math.Min(Limit ?? 10_000, 10_000),
                test: Math.Min(Limit ?? 2_000, 2_000)),
        };
        return SetAside(Limit is { } limit ? new DatasetSplit(split.Train.Take(limit), split.Test.Take(limit)) : split);
    }

    /// <summary>Loads the images that a training learns from, to find others among them: without a word about broken pictures, and downloads nothing.</summary>
    /// <param name="terminal">Where the progress is reported.</param>
    /// <exception cref="IOException">They are not there or cannot be read.</exception>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public ImageDataset LoadTraining(Terminal terminal) =>
        Name == Pictures ? SetAside((this with { SkipBroken = true }).ReadPictures(new PictureLine(terminal), CancellationToken.None)).Train : LoadLocal().Train;

    private DatasetSplit LoadPictures(Terminal terminal, CancellationToken cancellationToken)
    {
        var split = ReadPictures(new PictureLine(terminal), cancellationToken);
        PictureWarnings.Skipped(terminal, [.. new[] { split.Train, split.Validation, split.Test }.OfType<ImageDataset>().SelectMany(part => part.Skipped).Distinct()]);
        split = SetAside(split);
        PictureWarnings.Duplicates(terminal, split.FindDuplicates());
        return split;
    }

    private DatasetSplit ReadPictures(PictureLine progress, CancellationToken cancellationToken)
    {
        var path = RequirePictures();
        if (IsTable)
        {
            var images = ImageDataset.FromPictures(ImageCsv.Open(path), Transform, SkipBroken, Like?.Mean, Like?.Std, progress: progress, cancellationToken: cancellationToken);
            return new DatasetSplit(images, images.Take(0));
        }

        return ImageFolder.Load(path, Transform, SkipBroken, Like?.Mean, Like?.Std, progress: progress, cancellationToken: cancellationToken);
    }

    /// <summary>Loads pictures of the classes of <see cref="Like"/> to measure a network with: those of the folder, or of its part test.</summary>
    /// <param name="terminal">Where the progress and broken pictures are reported.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="IOException">A picture cannot be read.</exception>
    /// <exception cref="InvalidDataException">There are no pictures, or of other classes, or they are broken.</exception>
    public ImageDataset LoadForTest(Terminal terminal, CancellationToken cancellationToken)
    {
        var folder = RequirePictures();
        var test = Path.Combine(folder, "test");
        var isSplit = Directory.Exists(test) && Directory.Exists(Path.Combine(folder, "train"));
        var images = ImageDataset.FromPictures(
            IsTable ? ImageCsv.Open(folder, Like!.ClassNames, Like.IsMultiLabel) : ImageFolder.Open(isSplit ? test : folder, Like!.ClassNames),
            Transform,
            SkipBroken,
            Like.Mean,
            Like.Std,
            progress: new PictureLine(terminal),
            cancellationToken: cancellationToken);
        PictureWarnings.Skipped(terminal, images.Skipped);
        return images;
    }

    /// <summary>The folder of pictures, when nothing else on the command line contradicts it.</summary>
    private string RequirePictures() => Limit is null
        ? Folder ?? throw new UsageException("The pictures are not named: give their folder with --data.")
        : throw new UsageException("--limit takes the first images, and the pictures of a folder are sorted by class: put fewer pictures into the folder.");

    /// <summary>How pictures are brought to one size.</summary>
    public PictureTransform Transform => Like is null
        ? new PictureTransform(Size ?? UsualSize)
        : Like.Transform ?? new PictureTransform(Like.Height, cropFraction: 1);

    private DatasetSplit SetAside(DatasetSplit split)
    {
        // The same images whatever the seed of the training, so that trainings can be compared.
        if (Validation > 0 && split.Validation is null && split.Train.Labels.Distinct().Count() == split.Train.Count)
        {
            throw new UsageException($"Of {split.Train.Count} training images none can be set aside for validation, for no two are of one class: {(Name == Pictures ? "add pictures" : "raise --limit")}, or give --validation 0.");
        }

        return Validation > 0 && split.Validation is null ? split.WithValidation(Validation) : split;
    }

    /// <summary>A folder that is named must be there and be used: anything else would hide a misspelt name.</summary>
    private void RequireFolder()
    {
        if (Folder is not null && Name == Shapes)
        {
            throw new UsageException($"--data {Folder} would not be used: the program draws shapes itself. Name the data set that is there: --dataset {string.Join(" or ", Names.Skip(1))}.");
        }

        if (Folder is not null && !Directory.Exists(Folder) && !File.Exists(Folder))
        {
            throw new DirectoryNotFoundException($"{Folder} does not exist: give --data the folder or the archive of {Title}.");
        }
    }
}
