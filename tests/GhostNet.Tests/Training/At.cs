using GhostNet.Training;

namespace GhostNet.Tests.Training;

/// <summary>Does something after a step.</summary>
internal sealed class At(long globalStep, Action<TrainingContext> what) : TrainingCallback
{
    public override void OnStepEnd(TrainingContext context)
    {
        if (context.GlobalStep == globalStep)
        {
            what(context);
        }
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ghostnet-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
