using GhostNet.Data;
using GhostNet.IO;

namespace GhostNet.Cli.Output;

/// <summary>What a person should know of a folder of pictures before anything is made of it.</summary>
internal static class PictureWarnings
{
    private const int MostNamed = 20;

    /// <summary>Names pictures that were left out.</summary>
    public static void Skipped(Terminal terminal, IReadOnlyList<FileCheck> files) =>
        Write(terminal, files, $"{NumberFormat.Count(files.Count)} broken picture{(files.Count == 1 ? " was" : "s were")} left out", static file => file.Problem!);

    /// <summary>Names pictures that are in the training and in another part.</summary>
    public static void Duplicates(Terminal terminal, IReadOnlyList<DuplicatePicture> pictures) => Write(
        terminal,
        pictures,
        $"{NumberFormat.Count(pictures.Count)} picture{(pictures.Count == 1 ? " is" : "s are")} among the training images and among those that the network is measured with, which makes it look better than it is",
        static picture => picture.ToString());

    /// <summary>Says that a network is measured with files that it has learnt from.</summary>
    public static void Learnt(Terminal terminal, int learnt, int count) => terminal.Writer.WriteLine(
        $"warning: the network learnt from {NumberFormat.Count(learnt)} of these {NumberFormat.Count(count)} pictures, the same files: it has seen the answers, so it looks better than it is. Evaluate it with --data on pictures that it was not trained on.");

    private static void Write<T>(Terminal terminal, IReadOnlyList<T> items, string what, Func<T, string> text)
    {
        if (items.Count == 0)
        {
            return;
        }

        terminal.Writer.WriteLine($"warning: {what}:");
        foreach (var item in items.Take(MostNamed))
        {
            terminal.Writer.WriteLine($"  {ForeignText.ShowMessage(text(item))}");
        }

        if (items.Count > MostNamed)
        {
            terminal.Writer.WriteLine($"  and {NumberFormat.Count(items.Count - MostNamed)} more");
        }
    }
}
