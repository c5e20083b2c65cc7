namespace GhostNet.Training;

/// <summary>The loss of one step.</summary>
public sealed class LossPoint
{
    /// <summary>Creates a point.</summary>
    /// <param name="step">Number of the step since training began, from 0.</param>
    /// <param name="loss">Mean loss of its batch.</param>
    public LossPoint(long step, double loss)
    {
        Step = step;
        Loss = loss;
    }

    /// <summary>Number of the step since training began, from 0.</summary>
    public long Step { get; }

    /// <summary>Mean loss of its batch.</summary>
    public double Loss { get; }

    /// <summary>The step and its loss.</summary>
    public override string ToString() => FormattableString.Invariant($"step {Step}: loss {Loss:F4}");
}
