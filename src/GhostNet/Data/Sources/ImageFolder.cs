using GhostNet.IO;

namespace GhostNet.Data;

/// <summary>Pictures of your own, sorted into folders: <c>root/CLASS/picture.jpg</c>. The names of the folders are the names of the classes.</summary>
/// <remarks>
/// Reads PNG, JPEG, WebP, GIF and BMP files, also those in folders within the folder of a class. Classes and pictures are sorted by name, ordinally,
/// so their order is the same on every machine. Hidden files and folders are left out, links are followed, other files are passed over.
/// </remarks>
public sealed class ImageFolder : IImageSource
{
    private const string TrainName = "train", ValidationName = "val", TestName = "test";

    private readonly List<(string Path, int Label)> _pictures;

    private ImageFolder(string root, string name, IReadOnlyList<string> classNames, List<(string Path, int Label)> pictures) =>
        (Root, Name, ClassNames, _pictures) = (root, name, classNames, pictures);

    /// <summary>The folder of the folders of the classes.</summary>
    public string Root { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public int Count => _pictures.Count;

    /// <summary>Lists the pictures of a folder of classes; opens none of them.</summary>
    /// <param name="root">The folder. It has no parts such as <c>train</c>: for these see <see cref="Load"/>.</param>
    /// <param name="classNames">The classes of a model, in the order of its labels, of which the folder may have some; null for the names of the folders.</param>
    /// <exception cref="IOException">The folder is missing or can't be read, or a link in it leads back.</exception>
    /// <exception cref="InvalidDataException">There are not at least two classes with a picture each, or pictures lie beside the folders of the classes.</exception>
    public static ImageFolder Open(string root, IReadOnlyList<string>? classNames = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        RequireFolder(root);
        return Open(root, NameOfFolder(root), classNames);
    }

    /// <summary>The paths of the pictures in a folder and in the folders within it, sorted ordinally: for prediction, where classes are not known.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">The folder is missing or can't be read, or a link in it leads back.</exception>
    public static IReadOnlyList<string> PicturesIn(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        RequireFolder(folder);
        return PictureFiles.In(folder);
    }

    /// <summary>
    /// Loads the pictures of a folder of classes, <c>root/CLASS/…</c>, or of one with parts: <c>root/train/CLASS/…</c>, and <c>val</c> and <c>test</c> likewise,
    /// which may be missing.
    /// </summary>
    /// <remarks>
    /// Each picture is decoded once, to find those that are broken. Where there is no <c>test</c>, <see cref="DatasetSplit.Test"/> has no images. Where there is no
    /// <c>val</c>, take <see cref="DatasetSplit.WithValidation"/>.
    /// </remarks>
    /// <param name="root">The folder.</param>
    /// <param name="transform">Size of the images, and how pictures get it; null for 224×224.</param>
    /// <param name="skipBroken">Whether pictures that cannot be read are left out, and named in <see cref="ImageDataset.Skipped"/>; else they are an error that names them.</param>
    /// <param name="mean">Mean of each channel, in the range 0 to 1: three numbers for colour, one for grey. Null for that of ImageNet, which pretrained weights expect.</param>
    /// <param name="std">Standard deviation of each channel, in the range 0 to 1; null for that of ImageNet.</param>
    /// <param name="cacheMegabytes">Memory for decoded pictures. Those that do not fit are decoded again in each epoch.</param>
    /// <param name="progress">Told which fraction of the pictures has been looked at, 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="IOException">The folder is missing or can't be read, or a link in it leads back.</exception>
    /// <exception cref="InvalidDataException">Classes or pictures are missing, or pictures are broken; the message names them.</exception>
    public static DatasetSplit Load(
        string root,
        PictureTransform? transform = null,
        bool skipBroken = false,
        IReadOnlyList<float>? mean = null,
        IReadOnlyList<float>? std = null,
        int cacheMegabytes = PictureBudget.UsualMegabytes,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        var parts = Parts(root);
        var pictures = new PictureLoad(transform ?? new PictureTransform(224), mean, std, skipBroken, new PictureBudget(cacheMegabytes));
        var loaded = pictures.Load(parts, progress, cancellationToken);
        ImageDataset? Part(string name) => loaded.FirstOrDefault(part => part.Name == $"{NameOfFolder(root)} {name}");
        var train = loaded[0];
        return new DatasetSplit(train, Part(TestName) ?? train.Subset([], $"{NameOfFolder(root)} {TestName}")) { Validation = Part(ValidationName) };
    }

    /// <inheritdoc/>
    public int LabelOf(int index) => _pictures[index].Label;

    /// <inheritdoc/>
    public string NameOf(int index) => _pictures[index].Path;

    /// <inheritdoc/>
    public Stream Open(int index)
    {
        var path = _pictures[index].Path;
        return PictureFiles.Refusal(path) is { } refusal
            ? throw new InvalidDataException(refusal)
            : DataFileReader.Open(path, "Put it back, or begin again without it.");
    }

    /// <summary>The name, the number of pictures and of classes.</summary>
    public override string ToString() => $"{Name}: {Count} pictures, {ClassNames.Count} classes";

    /// <summary>The parts of a folder, training first. What is not there is not among them.</summary>
    internal static IReadOnlyList<ImageFolder> Parts(string root)
    {
        RequireFolder(root);
        var name = NameOfFolder(root);
        var train = Path.Combine(root, TrainName);

        // A class may be called train: then it has pictures, not folders of classes.
        if (!Directory.Exists(train) || PictureFiles.FoldersIn(train).Count == 0 || PictureFiles.DirectlyIn(train).Any())
        {
            return [Open(root, name)];
        }

        string[] known = [TrainName, ValidationName, TestName];
        var others = PictureFiles.FoldersIn(root).Select(Path.GetFileName).Except(known).ToList();
        if (others.Count > 0)
        {
            throw new InvalidDataException(
                $"{root} has a folder {TrainName} with the folders of the classes, so beside it only {ValidationName} and {TestName} are read, but there is also {Few(others!)}. Rename or remove {(others.Count == 1 ? "it" : "them")}.");
        }

        var first = Open(train, $"{name} {TrainName}");
        return [first, .. known[1..].Where(part => Directory.Exists(Path.Combine(root, part))).Select(part => Open(Path.Combine(root, part), $"{name} {part}", first.ClassNames))];
    }

    /// <summary>The first of many names, in words.</summary>
    internal static string Few(IReadOnlyCollection<string> names, int most = 20) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");

    private static ImageFolder Open(string root, string name, IReadOnlyList<string>? known = null)
    {
        if (PictureFiles.DirectlyIn(root).ToList() is { Count: > 0 } loose)
        {
            throw new InvalidDataException(
                $"{root} has {NumberFormat.Count(loose.Count, "picture")} beside the folders of its classes, such as {loose.Order(StringComparer.Ordinal).First()}: what class they are is not known. Move them into the folder of their class.");
        }

        var folders = PictureFiles.FoldersIn(root).Select(folder => (Class: Path.GetFileName(folder), Files: PictureFiles.In(folder))).ToList();
        if (folders.Sum(folder => folder.Files.Count) == 0)
        {
            throw new InvalidDataException(
                $"{root} has no pictures: put them into one folder per class, such as {Path.Combine(root, "cat", "1.jpg")}. Files that end with {PictureFiles.Endings} are read.");
        }

        if (known is null && folders.Where(folder => folder.Files.Count == 0).Select(folder => folder.Class).ToList() is { Count: > 0 } empty)
        {
            throw new InvalidDataException(
                $"{root} has {(empty.Count == 1 ? "a class" : $"{empty.Count} classes")} without pictures: {Few(empty)}. Put pictures into {(empty.Count == 1 ? "this folder" : "these folders")}, or remove {(empty.Count == 1 ? "it" : "them")}.");
        }

        if (known is null && folders.Count == 1)
        {
            throw new InvalidDataException($"{root} has one class only, {folders[0].Class}: there is nothing to tell it from. Put pictures of a second class into a folder beside it.");
        }

        if (known is not null && folders.Select(folder => folder.Class).Except(known).ToList() is { Count: > 0 } others)
        {
            throw new InvalidDataException($"{root} has folders of classes that were not trained: {Few(others)}. The names of the folders must be those of the classes: {Few(known)}.");
        }

        var classes = known ?? [.. folders.Select(folder => folder.Class)];
        var labels = classes.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        return new ImageFolder(root, name, classes, [.. folders.SelectMany(folder => folder.Files.Select(file => (file, labels[folder.Class])))]);
    }

    private static void RequireFolder(string root)
    {
        if (!Directory.Exists(root))
        {
            throw new DirectoryNotFoundException(
                File.Exists(root) ? $"{root} is a file, but a folder with one folder per class is needed." : $"{root} does not exist: give a folder with one folder per class.");
        }
    }

    private static string NameOfFolder(string root) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))) is { Length: > 0 } name ? name : root;
}
