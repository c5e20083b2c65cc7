using GhostNet.Data;
using GhostNet.IO;
using SkiaSharp;
using Spectre.Console;

namespace GhostNet.Cli.Commands.Data;

/// <summary>What is in a folder of the user's own pictures, or in a table of them.</summary>
/// <param name="Folder">The folder or the table.</param>
/// <param name="Classes">How many pictures each class has.</param>
/// <param name="ShorterEdges">Smallest, median and largest shorter edge of the pictures, in pixels.</param>
/// <param name="Broken">Pictures that cannot be read, and why.</param>
/// <param name="Duplicates">Pictures that are among the training images and in another part.</param>
internal sealed record PictureFolderReport(
    string Folder,
    IReadOnlyList<PictureFolderReport.PictureCount> Classes,
    IReadOnlyList<int> ShorterEdges,
    IReadOnlyList<FileCheck> Broken,
    IReadOnlyList<DuplicatePicture> Duplicates)
{
    /// <summary>The size to which pictures are brought here does not matter: the smaller, the sooner they are decoded.</summary>
    private static readonly PictureTransform s_small = new(16);

    /// <summary>Looks at every picture.</summary>
    /// <param name="folder">The folder or the table.</param>
    /// <param name="terminal">Where the progress is reported.</param>
    /// <exception cref="IOException">It is missing or can't be read.</exception>
    /// <exception cref="InvalidDataException">It has no classes or no pictures.</exception>
    public static PictureFolderReport Of(string folder, Terminal terminal)
    {
        DatasetSplit split;
        IReadOnlyList<string> files;
        if (DatasetSource.IsTableOf(folder))
        {
            var table = ImageCsv.Open(folder);
            var images = ImageDataset.FromPictures(table, s_small, skipBroken: true, cacheMegabytes: 0, progress: new PictureLine(terminal));
            (split, files) = (new DatasetSplit(images, images.Take(0)), [.. Enumerable.Range(0, table.Count).Select(table.NameOf)]);
        }
        else
        {
            split = ImageFolder.Load(folder, s_small, skipBroken: true, cacheMegabytes: 0, progress: new PictureLine(terminal));
            files = ImageFolder.PicturesIn(folder);
        }

        var edges = files.AsParallel().Select(ShorterEdge).OfType<int>().Order().ToList();
        return new PictureFolderReport(
            folder,
            [.. split.Train.ClassNames.Select((name, label) => new PictureCount(name, Count(split.Train, label), Count(split.Validation, label), Count(split.Test, label)))],
            [edges[0], edges[edges.Count / 2], edges[^1]],
            [.. new[] { split.Train, split.Validation, split.Test }.OfType<ImageDataset>().SelectMany(part => part.Skipped).Distinct()],
            split.FindDuplicates());
    }

    /// <summary>Shows it to a person.</summary>
    /// <param name="terminal">Where.</param>
    public void Show(Terminal terminal)
    {
        var table = new Table().AddColumns("class", "training", "validation", "test");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        foreach (var one in Classes)
        {
            table.AddRow(Markup.Escape(ForeignText.Show(one.Name)), NumberFormat.Count(one.Train), NumberFormat.Count(one.Validation), NumberFormat.Count(one.Test));
        }

        table.AddRow("[bold]all[/]", NumberFormat.Count(Classes.Sum(one => one.Train)), NumberFormat.Count(Classes.Sum(one => one.Validation)), NumberFormat.Count(Classes.Sum(one => one.Test)));
        terminal.Console.Write(table);
        terminal.Writer.WriteLine($"Shorter edge of the pictures: {NumberFormat.Count(ShorterEdges[0])} to {NumberFormat.Count(ShorterEdges[2])} pixels, half of them up to {NumberFormat.Count(ShorterEdges[1])}.");
        terminal.Writer.WriteLine($"Pictures that cannot be read: {NumberFormat.Count(Broken.Count)}");
        foreach (var file in Broken)
        {
            terminal.Writer.WriteLine($"  {ForeignText.ShowMessage(file.Problem!)}");
        }

        PictureWarnings.Duplicates(terminal, Duplicates);
    }

    /// <summary>From the header of the file; null when it has none that can be read.</summary>
    private static int? ShorterEdge(string path)
    {
        using var codec = File.Exists(path) ? SKCodec.Create(path) : null;
        return codec is null ? null : Math.Min(codec.Info.Width, codec.Info.Height);
    }

    /// <summary>Pictures of a class; one of several classes counts in each.</summary>
    private static int Count(ImageDataset? part, int label) =>
        part?.LabelSets?.Count(labels => labels.Contains(label)) ?? part?.Labels.Count(other => other == label) ?? 0;

    internal sealed record PictureCount(string Name, int Train, int Validation, int Test);
}
