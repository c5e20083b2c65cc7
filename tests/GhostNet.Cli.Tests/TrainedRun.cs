using GhostNet.Programs;

namespace GhostNet.Cli.Tests;

/// <summary>One small training that many tests look at.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedRun() => Result = Tool.Run(
        _folder.Path, "train", "--limit", "128", "--epochs", "1", "--width", "0.1", "--batch", "64", "--out", "run", "--json");

    internal ProgramResult Result { get; }

    internal string Root => _folder.Path;

    internal string Folder => _folder.File("run");

    internal string Best => Path.Combine(Folder, "checkpoints", "best.safetensors");

    public void Dispose() => _folder.Dispose();
}
