using GhostNet.Cli.Forms;
using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Interactive;
using GhostNet.Interactive.Views;
using GhostNet.IO;
using GhostNet.Metrics;
using GhostNet.Models;
using GhostNet.Training;

namespace GhostNet.Cli.Reports;

/// <summary>What the page about a training shows.</summary>
/// <param name="Dataset">Name of the data set.</param>
/// <param name="Test">The images that the model was evaluated on.</param>
/// <param name="Model">One line that names the model.</param>
/// <param name="History">The results of each epoch.</param>
/// <param name="Summary">What the model is made of.</param>
/// <param name="ModelFacts">How it is configured.</param>
/// <param name="Settings">How the training was started.</param>
/// <param name="Evaluation">How well the model knows the test images, or null when it was not evaluated.</param>
/// <param name="Origin">The command line and the program's version.</param>
internal sealed record TrainingReport(
    string Dataset,
    ImageDataset Test,
    string Model,
    TrainingHistory History,
    ModelSummary Summary,
    IReadOnlyList<KeyValuePair<string, string>> ModelFacts,
    IReadOnlyList<KeyValuePair<string, string>> Settings,
    Evaluation? Evaluation,
    string Origin)
{
    /// <summary>A training that is shown beside it; null for none.</summary>
    public BesideReport? Beside { get; init; }

    /// <summary>The forms of the network that were measured.</summary>
    public IReadOnlyList<Form> Forms { get; init; } = [];

    /// <summary>What was trained on what.</summary>
    public string Title => $"{Model} on {Dataset}{(Test.IsSynthetic ? " (synthetic data)" : "")}";

    /// <summary>Gathers the report.</summary>
    /// <param name="run">The folder of the training.</param>
    /// <param name="source">Where its data come from.</param>
    /// <param name="data">The images.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">How it was trained.</param>
    /// <param name="history">The results of each epoch.</param>
    /// <param name="summary">What the model is made of.</param>
    /// <param name="evaluation">How well it knows the test images, or null when it was not evaluated.</param>
    public static TrainingReport Of(
        RunFolder run,
        DatasetSource source,
        DatasetSplit data,
        ImageClassifier model,
        TrainingOptions options,
        TrainingHistory history,
        ModelSummary summary,
        Evaluation? evaluation) => new(
            source.Title,
            data.Measured() ?? data.Test,
            TrainingFacts.Title(model),
            history,
            summary,
            TrainingFacts.Of(model),
            TrainingFacts.Of(options, source, data),
            evaluation,
            $"Written by ghostnet {typeof(Trainer).Assembly.GetName().Version?.ToString(3)} in {Path.GetFullPath(run.Folder)}");

    /// <summary>Writes the page and the picture of a run.</summary>
    /// <param name="run">The folder.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(RunFolder run)
    {
        View[] evaluation = Evaluation is null ? [] : [Evaluation.View(Test)];
        Show.TitledPage(
            run.Page,
            Title,
            [new FactsView(Title, ModelFacts), History.View(), .. Beside?.Views(this) ?? [], .. evaluation, Summary.View(), .. FormTable.View(Forms), new FactsView("Settings", Settings, Origin)]);
        AtomicFile.Write(run.Picture, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(History.View().ToSvg(Title));
        });
    }
}
