using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>A moving average of all numbers of a model, which changes places with them for a test.</summary>
/// <remarks>Source of the faster decay at the start: TensorFlow, <c>tf.train.ExponentialMovingAverage</c>, <c>num_updates</c>.</remarks>
internal sealed class WeightAverage(FlatParameters parameters, double decay) : IDisposable
{
    /// <summary>The average, or the trained numbers while the average is in the model.</summary>
    public Tensor Values { get; } = parameters.Values.clone().DetachFromDisposeScope();

    /// <summary>Whether the model holds the average at present.</summary>
    public bool IsInModel { get; private set; }

    /// <summary>Moves the average towards the weights.</summary>
    /// <param name="updates">How often the average has been moved before.</param>
    public void Update(long updates)
    {
        using var _ = no_grad();
        var share = Math.Min(decay, (1.0 + updates) / (10.0 + updates));
        using var step = tensor(1 - share, Values.dtype, Values.device);

        // Not a sum of two products: its rounding would change numbers that ought to stay the same.
        Values.lerp_(parameters.Values, step);
    }

    /// <summary>Puts the average into the model, or the trained numbers back.</summary>
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
