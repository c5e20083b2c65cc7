using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>An exponential moving average (EMA) of a model's weights and buffers, which is swapped with them for a validation.</summary>
/// <remarks>Source of the faster decay at the start: TensorFlow, <c>tf.train.ExponentialMovingAverage</c>, <c>num_updates</c>.</remarks>
internal sealed class ModelEma(FlatParameters parameters, double decay) : IDisposable
{
    /// <summary>The average; while the average is in the model, the trained values.</summary>
    public Tensor Values { get; } = parameters.Values.clone().DetachFromDisposeScope();

    /// <summary>Whether the model holds the average now.</summary>
    public bool IsInModel { get; private set; }

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
            foreach (var (average, weights) in parameters.Head(Values).Zip(parameters.Head(parameters.Values)))
            {
                average.lerp_(weights, step);
            }

            return;
        }

        Values.lerp_(parameters.Values, step);
    }

    /// <summary>Swaps the average and the values in the model.</summary>
    public void Swap()
    {
        using var _ = no_grad();
        using var other = Values.clone();
        Values.copy_(parameters.Values);
        parameters.Values.copy_(other);
        IsInModel = !IsInModel;
    }

    public void Dispose() => Values.Dispose();
}
