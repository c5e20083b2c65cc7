using GhostNet.IO;
using GhostNet.Training;

namespace GhostNet.Cli.Runs;

/// <summary>The data and options of a training: kept beside its checkpoints, so that later commands need not be told again.</summary>
internal sealed record RunInfo
{
    /// <summary>The data set, as the command line has it.</summary>
    public required string Dataset { get; init; }

    /// <summary>Where the data set was; null for the default places.</summary>
    public string? Data { get; init; }

    /// <summary>Only so many images were used; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Height and width to which the user's own pictures were brought; null for the usual, or for another data set.</summary>
    public int? Size { get; init; }

    /// <summary>Whether broken pictures were left out; null for another data set.</summary>
    public bool? SkipBroken { get; init; }

    /// <summary>Fraction of the training images that is set aside for validation; null in notes of version 0.1.0, which had none.</summary>
    public double? Validation { get; init; }

    /// <summary>The options of the command line that began the training, by their names; null in notes of version 0.1.0.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>The process that trained here last.</summary>
    public int? Process { get; init; }

    /// <summary>Describes a training.</summary>
    /// <param name="source">How its data set was named.</param>
    /// <param name="options">The options of the command line.</param>
    public static RunInfo Of(DatasetSource source, IReadOnlyDictionary<string, string> options) => new()
    {
        Dataset = source.Name,
        Data = source.Folder is null ? null : Path.GetFullPath(source.Folder),
        Limit = source.Limit,
        Validation = source.Validation,
        Size = source.Size,
        SkipBroken = source.Name == DatasetSource.Pictures ? source.SkipBroken : null,
        Options = options,
    };

    /// <summary>What a checkpoint alone tells, when the note is missing.</summary>
    /// <param name="data">The data that the checkpoint names.</param>
    public static RunInfo Of(TrainingData data) => new()
    {
        Dataset = data.Transform is not null ? DatasetSource.Pictures : DatasetSource.Names.FirstOrDefault(name => data.Name.StartsWith(new DatasetSource(name).Title, StringComparison.Ordinal))
            ?? throw new UsageException($"The network was trained on {ForeignText.Show(data.Name)}, which this program does not know."),
    };

    /// <summary>The data set, where the command line does not say otherwise.</summary>
    /// <param name="dataset">The data set on the command line, or null.</param>
    /// <param name="folder">Its folder on the command line, or null.</param>
    /// <param name="limit">The limit on the command line, or null.</param>
    public DatasetSource Source(string? dataset, string? folder, int? limit) => dataset is null || dataset == Dataset
        ? new DatasetSource(Dataset, folder ?? (Dataset == DatasetSource.Shapes ? null : Data), limit ?? Limit, Validation ?? 0)
        {
            Size = Size,
            SkipBroken = SkipBroken ?? false,
        }
        : new DatasetSource(dataset, folder, limit, Validation ?? 0);
}
