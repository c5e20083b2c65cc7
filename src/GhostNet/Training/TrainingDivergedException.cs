namespace GhostNet.Training;

/// <summary>The loss became NaN or infinite: the weights are useless. A program may resume from <see cref="LastCheckpoint"/>, with a lower learning rate.</summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(string what, long step, int epoch, double learningRate, double loss, string? lastCheckpoint)
        : base(FormattableString.Invariant(
            $"Training diverged: {what} at step {step + 1} (epoch {epoch + 1}), learning rate {learningRate:G4}, loss {loss:G6}. ")
            + (lastCheckpoint is null ? "There is no checkpoint to go back to." : $"The last good checkpoint is {lastCheckpoint}.")
            + " Try a lower learning rate, a longer warm-up or GradientClip = 1.") =>
        (Step, LearningRate, Loss, LastCheckpoint) = (step, learningRate, loss, lastCheckpoint);

    /// <summary>Number of the step since training began, from 0.</summary>
    public long Step { get; }

    /// <summary>Learning rate of that step.</summary>
    public double LearningRate { get; }

    /// <summary>The loss: NaN or infinite; or finite, when only the weights are not.</summary>
    public double Loss { get; }

    /// <summary>The last checkpoint that this training wrote or came from; null when there is none.</summary>
    public string? LastCheckpoint { get; }
}
