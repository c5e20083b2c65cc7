namespace GhostNet.Data;

/// <summary>The result of checking the files of a data set.</summary>
public sealed class DatasetCheck
{
    internal DatasetCheck(string dataset, string? folder, IReadOnlyList<FileCheck> files)
    {
        Dataset = dataset;
        Folder = folder;
        Files = files;
    }

    /// <summary>Which data set.</summary>
    internal string Dataset { get; }

    /// <summary>Where it was found; null when it was not.</summary>
    public string? Folder { get; }

    /// <summary>Its files.</summary>
    public IReadOnlyList<FileCheck> Files { get; }

    /// <summary>True when the data set was found and each of its files is good.</summary>
    public bool IsGood => Folder is not null && Files.All(static file => file.Problem is null);

    /// <summary>A line for the whole and one for each file.</summary>
    public override string ToString() => Folder is null
        ? $"{Dataset}: not found"
        : string.Join('\n', Files.Select(static file => $"  {file}").Prepend($"{Dataset} in {Folder}: {(IsGood ? "good" : "not good")}"));
}
