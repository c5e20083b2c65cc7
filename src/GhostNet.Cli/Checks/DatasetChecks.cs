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

/// <summary>Which data sets are on this machine.</summary>
internal static class DatasetChecks
{
    /// <summary>Looks for each data set; downloads nothing.</summary>
    /// <param name="folder">Where to look; null for the usual places.</param>
    public static IEnumerable<DatasetCheckResult> Examine(string? folder = null) =>
        DatasetSource.Names.Select(name => Examine(new DatasetSource(name, name == DatasetSource.Shapes ? null : folder)));

    private static DatasetCheckResult Examine(DatasetSource source)
    {
        try
        {
            var check = source.Check();
            if (check is { IsGood: false })
            {
                var problem = check.Files.FirstOrDefault(file => file.Problem is not null)?.Problem ?? "not on this machine";
                return Missing(source, check.Folder, problem);
            }

            var (train, test) = source.LoadLocal();
            return new DatasetCheckResult(
                source.Name,
                CheckState.Good,
                check?.Folder,
                train.IsSynthetic,
                train.Count,
                test.Count,
                [train.Channels, train.Height, train.Width],
                train.ClassNames,
                null,
                null);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Missing(source, null, exception.Message);
        }
    }

    private static DatasetCheckResult Missing(DatasetSource source, string? place, string problem) =>
        new(source.Name, CheckState.Absent, place, false, 0, 0, [], [], problem, Remedy(source.Name));

    private static string Remedy(string name) => name == DatasetSource.Cifar10
        ? "ghostnet data fetch cifar10, or give its folder with --data"
        : "apt-get install dataset-fashion-mnist (Debian, Ubuntu), or give its folder with --data";
}
