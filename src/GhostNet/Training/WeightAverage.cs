using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>An average of a model's weights and buffers over time, which is swapped with them for a validation.</summary>
internal abstract class WeightAverage(FlatParameters parameters) : IDisposable
{
    /// <summary>The average; while the average is in the model, the trained values.</summary>
    public Tensor Values { get; } = parameters.Values.clone().DetachFromDisposeScope();

    /// <summary>Whether there is an average by now.</summary>
    public virtual bool Exists => true;

    /// <summary>Whether the model holds the average now.</summary>
    public bool IsInModel { get; private set; }

    /// <summary>The values in training.</summary>
    protected FlatParameters Parameters => parameters;

    /// <summary>Puts the average into the model, or the trained values.</summary>
    /// <param name="use">Whether it is the average. Where there is none yet, the trained values stay.</param>
    public void Use(bool use)
    {
        if (IsInModel == (use && Exists))
        {
            return;
        }

        using var _ = no_grad();
        using var other = Values.clone();
        Values.copy_(parameters.Values);
        parameters.Values.copy_(other);
        IsInModel = !IsInModel;
    }

    public void Dispose() => Values.Dispose();
}
