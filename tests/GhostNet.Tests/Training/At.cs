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
