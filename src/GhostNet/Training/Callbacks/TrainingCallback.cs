namespace GhostNet.Training;

/// <summary>Base class of callbacks, which are called during training. Override the methods that you need; the others do nothing.</summary>
/// <remarks>
/// Callbacks run on the training thread, in the order in which they were passed to <see cref="Trainer.Fit"/>. Implement
/// <see cref="IStateful"/> too when a callback has state that a resumed training needs: it is restored before <see cref="OnTrainingStart"/>.
/// </remarks>
public abstract class TrainingCallback
{
    /// <summary>Training begins or is resumed.</summary>
    /// <param name="context">Where training is.</param>
    public virtual void OnTrainingStart(TrainingContext context)
    {
    }

    /// <summary>An epoch begins or is resumed.</summary>
    /// <param name="context">Where training is.</param>
    public virtual void OnEpochStart(TrainingContext context)
    {
    }

    /// <summary>A step is done. Reading the loss here waits for the device.</summary>
    /// <param name="context">Where training is.</param>
    public virtual void OnStepEnd(TrainingContext context)
    {
    }

    /// <summary>An epoch and its validation are done: see <see cref="TrainingHistory.Last"/>.</summary>
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
