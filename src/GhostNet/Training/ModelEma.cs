using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>An exponential moving average (EMA).</summary>
/// <remarks>Source of the faster decay at the start: TensorFlow, <c>tf.train.ExponentialMovingAverage</c>, <c>num_updates</c>.</remarks>
internal sealed class ModelEma(FlatParameters parameters, double decay) : WeightAverage(parameters)
{
    /// <summary>Moves the average towards the weights.</summary>
    /// <param name="updates">Updates made before this one.</param>
    /// <param name="onlyHead">Whether nothing but the weights of the head has changed.</param>
    public void Update(long updates, bool onlyHead = false)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var kept = Math.Min(decay, (1.0 + updates) / (10.0 + updates));
        using var step = tensor(1 - kept, Values.dtype, Values.device);

        // Not a sum of two products: its rounding would change values that must stay the same.
        if (onlyHead)
        {
            foreach (var (average, weights) in Parameters.Head(Values).Zip(Parameters.Head(Parameters.Values)))
            {
                average.lerp_(weights, step);
            }

            return;
        }

        Values.lerp_(Parameters.Values, step);
    }
}
