namespace GhostNet.Cli.Checks;

/// <summary>Which data sets are on this machine.</summary>
internal static class DatasetChecks
{
    /// <summary>Looks for each data set; downloads nothing.</summary>
    /// <param name="folder">Where to look; null for the default places.</param>
    public static IEnumerable<DatasetCheckResult> Run(string? folder = null) =>
        DatasetSource.Names.Select(name => Run(new DatasetSource(name, name == DatasetSource.Shapes ? null : folder)));

    private static DatasetCheckResult Run(DatasetSource source)
    {
        try
        {
            var check = source.Check();
            if (check is { IsGood: false })
            {
                var problem = check.Files.FirstOrDefault(file => file.Problem is not null)?.Problem ?? "not on this machine";
                return Missing(source, check.Folder, problem);
            }

            var split = source.LoadLocal();
            var train = split.Train;
            return new DatasetCheckResult(
                source.Name,
                CheckState.Good,
                check?.Folder,
                train.IsSynthetic,
                train.Count,
                split.Test.Count,
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
