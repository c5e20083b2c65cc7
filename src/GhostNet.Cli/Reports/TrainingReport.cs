using GhostNet.Training;

namespace GhostNet.Cli.Reports;

/// <summary>A row of a table: what, and how much.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value, as it is shown.</param>
internal sealed record Fact(string Name, string Value);

/// <summary>How well a model does class by class.</summary>
/// <param name="Names">The classes.</param>
/// <param name="Accuracy">Accuracy of each, 0 to 1; not a number where the class has no image.</param>
/// <param name="Confusion">Images by true class and guess.</param>
internal sealed record ClassFigures(IReadOnlyList<string> Names, IReadOnlyList<double> Accuracy, long[,] Confusion);

/// <summary>What the page about a training shows.</summary>
/// <param name="Dataset">Name of the data set.</param>
/// <param name="IsSynthetic">Whether a program drew its images.</param>
/// <param name="Model">One line that names the model.</param>
/// <param name="History">What came out of each epoch.</param>
/// <param name="ModelFacts">Numbers of the model.</param>
/// <param name="Settings">What the training was told.</param>
/// <param name="Classes">How well the model does class by class, or null when it was not evaluated.</param>
/// <param name="Origin">The command line and the program's version.</param>
internal sealed record TrainingReport(
    string Dataset,
    bool IsSynthetic,
    string Model,
    TrainingHistory History,
    IReadOnlyList<Fact> ModelFacts,
    IReadOnlyList<Fact> Settings,
    ClassFigures? Classes,
    string Origin)
{
    /// <summary>The epochs that are done.</summary>
    public IReadOnlyList<EpochResult> Epochs => History.Epochs;

    /// <summary>The best epoch, or null before the first.</summary>
    public EpochResult? Best => History.Best;
}
