namespace GhostNet.Data;

/// <summary>Fashion-MNIST: 60,000 training and 10,000 test pictures of clothes, 28×28 in grey (Xiao, Rasul and Vollgraf 2017).</summary>
public static class FashionMnist
{
    private const int Side = 28;
    private const int Padding = 2;
    private const string DebianFolder = "/usr/share/datasets/fashion-mnist";
    private const float PixelMean = 0.2860f;
    private const float PixelStd = 0.3530f;

    /// <summary>A border of zeros scales the mean of the pixels and of their squares by the share of the area that is left.</summary>
    private const double PictureShare = (double)(Side * Side) / ((Side + (2 * Padding)) * (Side + (2 * Padding)));

    private static readonly string[] s_parts = ["train", "t10k"];

    /// <summary>The names of the ten classes, in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>Mean over all pixels of the training images when they are padded to 32×32.</summary>
    public static float PaddedMean { get; } = (float)(PictureShare * PixelMean);

    /// <summary>Standard deviation over all pixels of the training images when they are padded to 32×32.</summary>
    public static float PaddedStd { get; } = (float)Math.Sqrt(
        (PictureShare * ((PixelStd * PixelStd) + (PixelMean * PixelMean))) - (PictureShare * PixelMean * (PictureShare * PixelMean)));

    /// <summary>Loads the training and the test images.</summary>
    /// <remarks>
    /// Looks in <paramref name="folder"/> alone if one is given, else in <c>$GHOSTNET_DATA</c>, in the user's cache folder and in
    /// Debian's <c>/usr/share/datasets/fashion-mnist</c> (package <c>dataset-fashion-mnist</c>); and in a folder
    /// <c>fashion-mnist</c> within each. The files may be compressed (<c>train-images-idx3-ubyte.gz</c>) or not.
    /// Mean and standard deviation are those of the pixels that are used: with the black border, if padded.
    /// </remarks>
    /// <param name="folder">Where the files are; null to look in the usual places.</param>
    /// <param name="pad">Whether a black border makes the images 32×32, the size of CIFAR-10's.</param>
    /// <exception cref="IOException">The files are missing or can't be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message says which, where, and what to do.</exception>
    public static DatasetSplit Load(string? folder = null, bool pad = true)
    {
        var found = Locate(folder) ?? throw new DirectoryNotFoundException(
            $"Fashion-MNIST is not in {string.Join(" nor in ", Candidates(folder))}. "
            + "Install Debian's package dataset-fashion-mnist, or put train-images-idx3-ubyte.gz and the other three files there.");
        return new DatasetSplit(Read(found, s_parts[0], "Fashion-MNIST train", pad), Read(found, s_parts[1], "Fashion-MNIST test", pad));
    }

    /// <summary>Says which files of the data set are there and whether each can be read.</summary>
    /// <param name="folder">Where the files are; null to look in the usual places.</param>
    public static DatasetCheck Verify(string? folder = null) => Locate(folder) is not { } found
        ? new DatasetCheck("Fashion-MNIST", null, [])
        : new DatasetCheck("Fashion-MNIST", found, [.. s_parts.SelectMany(part => new[]
        {
            FileCheck.Of(ImagesOf(found, part), () => ReadImages(found, part)),
            FileCheck.Of(LabelsOf(found, part), () => ReadLabels(found, part)),
        })]);

    private static IEnumerable<string> Candidates(string? folder) =>
        string.IsNullOrEmpty(folder) ? DataFolders.Candidates().Append(DebianFolder) : DataFolders.Candidates(folder);

    private static string? Locate(string? folder) => Candidates(folder)
        .SelectMany(static place => new[] { place, Path.Combine(place, "fashion-mnist") })
        .FirstOrDefault(static place => s_parts.Any(part => File.Exists(ImagesOf(place, part))));

    private static string ImagesOf(string folder, string part) => PathOf(folder, $"{part}-images-idx3-ubyte");

    private static string LabelsOf(string folder, string part) => PathOf(folder, $"{part}-labels-idx1-ubyte");

    private static string PathOf(string folder, string name)
    {
        var plain = Path.Combine(folder, name);
        return File.Exists(plain) ? plain : plain + ".gz";
    }

    private static IdxFile ReadImages(string folder, string part)
    {
        var images = IdxFile.Read(ImagesOf(folder, part), dimensions: 3);
        return images.Shape[1] == Side && images.Shape[2] == Side
            ? images
            : throw DataFileReader.Damaged(
                images.Path, 8, $"its images are {images.Shape[1]}×{images.Shape[2]}, not {Side}×{Side}", DataFileReader.FetchAgain);
    }

    private static IdxFile ReadLabels(string folder, string part)
    {
        var labels = IdxFile.Read(LabelsOf(folder, part), dimensions: 1);
        var wrong = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(ClassNames.Count - 1));
        return wrong < 0
            ? labels
            : throw DataFileReader.Damaged(
                labels.Path, 8L + wrong, $"label {wrong} is {labels.Values[wrong]}, but labels go from 0 to {ClassNames.Count - 1}", DataFileReader.FetchAgain);
    }

    private static ImageDataset Read(string folder, string part, string name, bool pad)
    {
        var images = ReadImages(folder, part);
        var labels = ReadLabels(folder, part);
        if (labels.Shape[0] != images.Shape[0])
        {
            throw DataFileReader.Damaged(
                labels.Path, 4, $"it has {labels.Shape[0]} labels for {images.Shape[0]} images", DataFileReader.FetchAgain);
        }

        var classes = Array.ConvertAll(labels.Values, static label => (int)label);
        if (!pad)
        {
            return new ImageDataset(name, images.Values, classes, 1, Side, Side, ClassNames, [PixelMean], [PixelStd]);
        }

        const int padded = Side + (2 * Padding);
        var pixels = new byte[labels.Values.Length * padded * padded];
        for (var row = 0; row < labels.Values.Length * Side; row++)
        {
            var (image, y) = Math.DivRem(row, Side);
            images.Values.AsSpan(row * Side, Side).CopyTo(pixels.AsSpan((((image * padded) + Padding + y) * padded) + Padding));
        }

        return new ImageDataset(name, pixels, classes, 1, padded, padded, ClassNames, [PaddedMean], [PaddedStd]);
    }
}
