using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GhostNet.IO;
using GhostNet.Training;

namespace GhostNet.Cli.Runs;

/// <summary>The folder of one training: its log, its table, its checkpoints and the page with its curves.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record RunFolder(string Folder)
{
    /// <summary>Where runs are kept unless a folder is named.</summary>
    public const string Root = "runs";

    private const string InfoName = "run.json";

    private static readonly JsonTypeInfo<RunInfo> s_json = RunInfoJson.Default.RunInfo;

    /// <summary>What the folder is called.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder)));

    /// <summary>The text log.</summary>
    public string Log => Path.Combine(Folder, "log.txt");

    /// <summary>One row per epoch.</summary>
    public string Csv => Path.Combine(Folder, "history.csv");

    /// <summary>The folder of the checkpoints.</summary>
    public string Checkpoints => Path.Combine(Folder, "checkpoints");

    /// <summary>The checkpoint with the highest validation accuracy; one of version 0.1.0 until a better one is written.</summary>
    public string Best
    {
        get
        {
            var (best, old) = (Path.Combine(Checkpoints, "best" + Checkpoint.Extension), Path.Combine(Checkpoints, "best.ckpt"));
            return !File.Exists(best) && File.Exists(old) ? old : best;
        }
    }

    /// <summary>The page with the curves.</summary>
    public string Page => Path.Combine(Folder, "curves.html");

    /// <summary>The curves as a picture.</summary>
    public string Picture => Path.Combine(Folder, "curves.svg");

    /// <summary>The page with the search for a learning rate.</summary>
    public string RatePage => Path.Combine(Folder, "learning-rate.html");

    private string InfoFile => Path.Combine(Folder, InfoName);

    /// <summary>Whether there is a note about a training in the folder.</summary>
    public bool HasInfo => File.Exists(InfoFile);

    /// <summary>Whether a checkpoint was written; without one a training can only begin again.</summary>
    public bool HasCheckpoint => Checkpoint.FilesIn(Checkpoints).Count > 0;

    /// <summary>Deletes what a killed process was writing; only the holder of the folder's lock may call it.</summary>
    /// <exception cref="IOException">What the training will write cannot be written.</exception>
    public void DeleteUnfinishedFiles()
    {
        foreach (var file in new[] { InfoFile, Log, Csv, Page, Picture })
        {
            if (Directory.Exists(file))
            {
                throw new IOException($"{file} is a folder, but the training writes a file of that name. Rename the folder, or name another one with --out.");
            }

            foreach (var unfinished in Directory.GetFiles(Folder, $".{Path.GetFileName(file)}.*.tmp"))
            {
                File.Delete(unfinished);
            }
        }
    }

    /// <summary>The run to which a file or folder belongs: a checkpoint, the folder of checkpoints or the run's own.</summary>
    /// <param name="path">The file or folder; null for the newest run.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static RunFolder Find(string? path)
    {
        if (path is null)
        {
            return Newest() ?? throw new FileNotFoundException(
                $"There is no training under {Path.GetFullPath(Root)}: train first (ghostnet train), or name a checkpoint.");
        }

        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new FileNotFoundException($"{path} does not exist: name a checkpoint or the folder of a training.");
        }

        return Containing(path) ?? new RunFolder(Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>The note about the training, or null when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public RunInfo? ReadInfo()
    {
        if (!File.Exists(InfoFile))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(InfoFile), s_json)
                ?? throw new InvalidDataException($"{InfoFile} is empty.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{InfoFile} is damaged at line {exception.LineNumber + 1}: delete it and name the data set with --dataset.", exception);
        }
    }

    /// <summary>Writes the note about the training.</summary>
    /// <param name="info">The note.</param>
    public void WriteInfo(RunInfo info) => AtomicFile.Write(InfoFile, stream => JsonSerializer.Serialize(stream, info, s_json));

    /// <summary>Takes the note about the training away: the folder can then take another.</summary>
    public void DeleteInfo() => File.Delete(InfoFile);

    /// <summary>The run and the checkpoint that the user means: the file itself, else the best of the run, else its newest.</summary>
    /// <param name="path">A checkpoint, the folder of a run, or null for the newest run.</param>
    /// <exception cref="IOException">There is no such file or folder.</exception>
    /// <exception cref="CheckpointException">There is no checkpoint, or it is damaged.</exception>
    public static OpenRun Open(string? path)
    {
        var run = Find(path);
        var checkpoint = !File.Exists(path) && File.Exists(run.Best) ? Checkpoint.Read(run.Best) : run.NewestCheckpoint(path);
        if (checkpoint.IsOldFormat)
        {
            Console.Error.WriteLine($"note: {checkpoint.Path} has the old format of version 0.1.0, which is only read. train --resume writes the new one.");
        }

        return new OpenRun(run, checkpoint);
    }

    /// <summary>The checkpoint from which a training goes on: the file itself, else the newest of the run.</summary>
    /// <param name="path">What the user named.</param>
    /// <exception cref="CheckpointException">There is no checkpoint, or it is damaged.</exception>
    public Checkpoint NewestCheckpoint(string? path) =>
        Checkpoint.Find(File.Exists(path) ? path : HasCheckpoint ? Checkpoints : Folder);

    private static RunFolder? Newest() => Directory.Exists(Root)
        ? Directory.EnumerateDirectories(Root)
            .Where(folder => File.Exists(Path.Combine(folder, InfoName)))
            .OrderByDescending(folder => File.GetLastWriteTimeUtc(Path.Combine(folder, InfoName)))
            .Select(folder => new RunFolder(folder))
            .FirstOrDefault()
        : null;

    private static RunFolder? Containing(string path)
    {
        for (var (folder, depth) = (path, 0); folder is not null && depth < 3; (folder, depth) = (Path.GetDirectoryName(folder), depth + 1))
        {
            var here = folder.Length == 0 ? "." : folder;
            if (File.Exists(Path.Combine(here, InfoName)))
            {
                return new RunFolder(here);
            }
        }

        return null;
    }
}
