using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.Interactive;
using GhostNet.Interactive.Views;
using GhostNet.IO;
using GhostNet.Metrics;

namespace GhostNet.Cli.Reports;

/// <summary>The page about an evaluation.</summary>
/// <param name="Classifier">The network.</param>
/// <param name="Images">What it was measured with.</param>
/// <param name="IsMirrored">Whether each image was also shown mirrored.</param>
/// <param name="Evaluation">How good it is.</param>
/// <param name="Leak">Which of the images it has learnt from.</param>
internal sealed record EvaluationReport(Classifier Classifier, ImageDataset Images, bool IsMirrored, Evaluation Evaluation, Leak Leak)
{
    /// <summary>Writes the page.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path)
    {
        var title = $"{TrainingFacts.Title(Classifier.Model)} on {ForeignText.Show(Images.Name)}{(Images.IsSynthetic ? " (synthetic data)" : "")}";
        KeyValuePair<string, string>[] facts =
        [
            new("network", Classifier.Source),
            new("trained on", Classifier.Data.ToString()),
            new("evaluated on", Images.ToString()),
            .. Images.Transform is { } transform ? new KeyValuePair<string, string>[] { new("pictures are", transform.ToString()) } : [],
            .. Images.Skipped.Count > 0 ? new KeyValuePair<string, string>[] { new("left out", $"{NumberFormat.Count(Images.Skipped.Count, "broken picture")}") } : [],
            .. IsMirrored ? new KeyValuePair<string, string>[] { new("mirrored", "each image is also shown mirrored") } : [],
        ];
        var about = new FactsView(title, facts, Note());
        View[] duplicates = Leak.NotLookedFor is null ? [Leak.Duplicates.View()] : [];

        // A warning comes first; that there is none comes last.
        Show.TitledPage(path, title, Leak.Duplicates.Count > 0 ? [about, .. duplicates, Evaluation.View()] : [about, Evaluation.View(), .. duplicates]);
    }

    private string Note() => Leak switch
    {
        { NotLookedFor: { } reason } => $"Whether the images are among the training images was not looked for: {reason}",
        { Learnt: > 0 } => $"Warning: the network learnt from {NumberFormat.Count(Leak.Learnt)} of these {NumberFormat.Count(Evaluation.Count)} pictures, the same files, so these numbers say little about other pictures.",
        _ => "",
    };
}
