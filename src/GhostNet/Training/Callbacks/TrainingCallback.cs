namespace GhostNet.Training;

/// <summary>Something that is told how training goes on. Override what you need; the others do nothing.</summary>
/// <remarks>Callbacks run on the training thread, in the order in which they were given to <see cref="Trainer.Fit"/>.</remarks>
public abstract class TrainingCallback
{
    /// <summary>Training begins, or goes on from a checkpoint.</summary>
    /// <param name="context">Where training is.</param>
    public virtual void OnTrainingStart(TrainingContext context)
    {
    }

    /// <summary>An epoch begins, or goes on from a checkpoint.</summary>
    /// <param name="context">Where training is.</param>
    public virtual void OnEpochStart(TrainingContext context)
    {
    }

    /// <summary>A step is done. To read the loss here makes the program wait for the device.</summary>
    /// <param name="context">Where training is.</param>
    public virtual void OnStepEnd(TrainingContext context)
    {
    }

    /// <summary>An epoch is done, and its test too: see <see cref="TrainingHistory.Last"/>.</summary>
    /// <param name="context">Where training is.</param>
    public virtual void OnEpochEnd(TrainingContext context)
    {
    }

    /// <summary>Training ended as planned, or was stopped or cancelled: see <see cref="TrainingHistory.Outcome"/>.</summary>
    /// <param name="context">Where training is.</param>
    public virtual void OnTrainingEnd(TrainingContext context)
    {
    }

    /// <summary>Training ended with an exception, which the caller of <see cref="Trainer.Fit"/> gets afterwards.</summary>
    /// <param name="context">Where training is.</param>
    /// <param name="exception">What went wrong.</param>
    public virtual void OnTrainingFailed(TrainingContext context, Exception exception)
    {
    }
}
