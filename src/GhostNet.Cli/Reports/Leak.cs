using GhostNet.Data;

namespace GhostNet.Cli.Reports;

/// <summary>Which of the images that a network is measured with it has learnt from.</summary>
/// <param name="Duplicates">Pairs of a training image and one of the measured images.</param>
/// <param name="Learnt">How many of the pairs are one and the same file.</param>
/// <param name="NotLookedFor">Why nothing was looked for; null when it was.</param>
internal sealed record Leak(IReadOnlyList<DuplicatePicture> Duplicates, int Learnt, string? NotLookedFor)
{
    /// <summary>Nothing was looked for.</summary>
    /// <param name="reason">Why, as a part of a sentence.</param>
    public static Leak Unknown(string reason) => new([], 0, reason);

    /// <summary>Looks for the measured images among the training images.</summary>
    /// <param name="training">What the network learnt from.</param>
    /// <param name="images">What it is measured with.</param>
    public static Leak Of(ImageDataset training, ImageDataset images)
    {
        var duplicates = new DatasetSplit(training, images).FindDuplicates();
        return new Leak(duplicates, images.Transform is null ? 0 : duplicates.Count(IsOneFile), null);
    }

    /// <summary>Looks for them among the training images, which are read first.</summary>
    /// <param name="source">Where the training images are.</param>
    /// <param name="images">What the network is measured with.</param>
    /// <param name="terminal">Where the progress is reported.</param>
    public static Leak Of(DatasetSource source, ImageDataset images, Terminal terminal)
    {
        try
        {
            return Of(source.LoadTraining(terminal), images);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or UsageException)
        {
            return Unknown($"the training images cannot be read: {exception.Message}");
        }
    }

    /// <summary>Tells a person.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="count">How many images were measured.</param>
    public void Warn(Terminal terminal, int count)
    {
        if (Learnt > 0)
        {
            PictureWarnings.Learnt(terminal, Learnt, count);
        }

        PictureWarnings.Duplicates(terminal, Learnt == 0 ? Duplicates : [.. Duplicates.Where(static pair => !IsOneFile(pair))]);
        if (NotLookedFor is not null)
        {
            terminal.Writer.WriteLine($"Whether they are among the training images was not looked for: {NotLookedFor}");
        }
    }

    private static bool IsOneFile(DuplicatePicture pair) => Path.GetFullPath(pair.Training) == Path.GetFullPath(pair.Other);
}
