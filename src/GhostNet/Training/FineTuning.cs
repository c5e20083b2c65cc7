using static GhostNet.Training.ValueCheck;

namespace GhostNet.Training;

/// <summary>How a network that was trained before learns other classes: first its head, the last linear layer, and then all of it.</summary>
/// <remarks>
/// While the body is frozen, nothing of it changes: its weights, their average and the statistics of its batch normalisation stay, bit for bit. No
/// gradient passes through it, so such a step takes about a third of the time. Otherwise the head's first weights, which are drawn at random, would spoil what the
/// body knows. Then the body learns with a smaller rate. The phase depends on the epoch alone, so a training is resumed in either.
/// </remarks>
public sealed record FineTuning
{
    /// <summary>Creates it.</summary>
    /// <param name="frozenEpochs">First epochs in which the body is frozen; <see cref="Always"/> for all.</param>
    /// <param name="bodyRate">What the learning rate of the body is multiplied by afterwards.</param>
    public FineTuning(int frozenEpochs = 1, double bodyRate = 0.1) => (FrozenEpochs, BodyRate) = (frozenEpochs, bodyRate);

    /// <summary>As <see cref="FrozenEpochs"/>: the body is frozen in the whole training, however long it is.</summary>
    public const int Always = int.MaxValue;

    /// <summary>First epochs in which the body is frozen.</summary>
    public int FrozenEpochs { get; }

    /// <summary>What the learning rate of the body is multiplied by afterwards.</summary>
    public double BodyRate { get; }

    /// <summary>What is trained when.</summary>
    public override string ToString() => FrozenEpochs == Always
        ? "only the head"
        : FormattableString.Invariant($"{(FrozenEpochs == 0 ? "" : FrozenEpochs == 1 ? "the head for 1 epoch, then " : $"the head for {FrozenEpochs} epochs, then ")}all, the body with {BodyRate} of the rate");

    internal void Validate()
    {
        Require(FrozenEpochs >= 0, nameof(FrozenEpochs), FrozenEpochs, "0 or more");
        Require(BodyRate is > 0 and <= 1, nameof(BodyRate), BodyRate, "above 0 and at most 1");
    }
}
