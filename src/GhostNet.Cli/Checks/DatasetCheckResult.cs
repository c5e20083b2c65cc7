namespace GhostNet.Cli.Checks;

/// <summary>What is known of a data set on this machine.</summary>
/// <param name="Name">As the command line has it.</param>
/// <param name="State">Whether it can be used.</param>
/// <param name="Place">Where it was found; null when it was not, or needs no files.</param>
/// <param name="Synthetic">Whether a program draws it.</param>
/// <param name="Train">Training images; 0 when it is not there.</param>
/// <param name="Test">Test images; 0 when it is not there.</param>
/// <param name="Image">Size of an image, <c>[C, H, W]</c>.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Problem">Why it cannot be used, or null.</param>
/// <param name="Remedy">The line that mends it, or null.</param>
internal sealed record DatasetCheckResult(
    string Name,
    CheckState State,
    string? Place,
    bool Synthetic,
    int Train,
    int Test,
    IReadOnlyList<int> Image,
    IReadOnlyList<string> Classes,
    string? Problem,
    string? Remedy)
{
    /// <summary>The same as a line of <c>ghostnet doctor</c>.</summary>
    public CheckResult ToCheckResult() => new(
        $"data {Name}",
        State,
        State == CheckState.Good
            ? $"{NumberFormat.Count(Train)} training and {NumberFormat.Count(Test)} test images{(Synthetic ? ", drawn by the program (synthetic)" : $", in {Place}")}"
            : Problem ?? "not there",
        Remedy);
}
