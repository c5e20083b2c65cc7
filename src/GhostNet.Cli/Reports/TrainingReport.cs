using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Training;

namespace GhostNet.Cli.Reports;

/// <summary>A row of a table: what, and how much.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value, as it is shown.</param>
internal sealed record Fact(string Name, string Value);

/// <summary>What the page about a training shows.</summary>
/// <param name="Dataset">Name of the data set.</param>
/// <param name="Test">The test images.</param>
/// <param name="Model">One line that names the model.</param>
/// <param name="History">What came out of each epoch.</param>
/// <param name="Summary">What the model is made of.</param>
/// <param name="ModelFacts">How it is configured.</param>
/// <param name="Settings">What the training was told.</param>
/// <param name="Evaluation">How well the model knows the test images, or null when it was not evaluated.</param>
/// <param name="Origin">The command line and the program's version.</param>
internal sealed record TrainingReport(
    string Dataset,
    ImageDataset Test,
    string Model,
    TrainingHistory History,
    ModelSummary Summary,
    IReadOnlyList<Fact> ModelFacts,
    IReadOnlyList<Fact> Settings,
    Evaluation? Evaluation,
    string Origin)
{
    /// <summary>What was trained on what.</summary>
    public string Title => $"{Model} on {Dataset}{(Test.IsSynthetic ? " (synthetic data)" : "")}";
}
