using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Looks at the losses, which it moves into the history, and at the weights, and ends a training that has diverged.</summary>
internal sealed class Divergence(TrainingState state)
{
    private int _recordedLosses;

    /// <summary>Begins or resumes an epoch: the losses of its done steps are in the history already.</summary>
    public void BeginEpoch() => _recordedLosses = state.Step;

    /// <summary>Moves the losses of the last steps into the history, and stops when one is not finite.</summary>
    /// <param name="lastCheckpoint">The checkpoint that the exception names.</param>
    /// <exception cref="TrainingDivergedException">A loss is NaN or infinite.</exception>
    public void CheckLosses(string? lastCheckpoint)
    {
        var losses = state.Metrics.Losses;
        var epochStart = state.GlobalStep - state.Step;
        for (; _recordedLosses < losses.Count; _recordedLosses++)
        {
            state.History.Add(epochStart + _recordedLosses, losses[_recordedLosses]);
        }

        if (state.Metrics.FirstDivergedStep() is >= 0 and var step)
        {
            throw Diverged("the loss is not finite", epochStart + step, losses[step], lastCheckpoint);
        }
    }

    /// <summary>The last loss may be finite and yet the update that followed may have ruined the weights.</summary>
    /// <param name="lastCheckpoint">The checkpoint that the exception names.</param>
    /// <exception cref="TrainingDivergedException">A weight is NaN or infinite.</exception>
    public void CheckWeights(string? lastCheckpoint)
    {
        using var scope = NewDisposeScope();
        if (!double.IsFinite(state.Parameters.Weights.sum(ScalarType.Float32).item<float>()))
        {
            var loss = state.History.StepLosses is { Count: > 0 } losses ? losses[^1].Loss : double.NaN;
            throw Diverged("the weights are not finite", state.GlobalStep - 1, loss, lastCheckpoint);
        }
    }

    private TrainingDivergedException Diverged(string what, long step, double loss, string? lastCheckpoint) => new(
        what, step, (int)(step / state.StepsPerEpoch), state.Options.LearningRateAt(step, state.StepsPerEpoch), loss, lastCheckpoint);
}
