namespace GhostNet.Data;

/// <summary>What there is of a data set.</summary>
/// <param name="Dataset">Which data set.</param>
/// <param name="Folder">Where it was found; null when it was not.</param>
/// <param name="Files">Its files.</param>
public sealed record DatasetCheck(string Dataset, string? Folder, IReadOnlyList<FileCheck> Files)
{
    /// <summary>True when the data set was found and each of its files is good.</summary>
    public bool IsGood => Folder is not null && Files.All(static file => file.Problem is null);

    /// <summary>A line for the whole and one for each file.</summary>
    public override string ToString() => Folder is null
        ? $"{Dataset}: not found"
        : string.Join('\n', Files.Select(static file => $"  {file}").Prepend($"{Dataset} in {Folder}: {(IsGood ? "good" : "not good")}"));
}
