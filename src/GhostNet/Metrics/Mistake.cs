using System.Globalization;

namespace GhostNet.Metrics;

/// <summary>An image that a model guessed wrong.</summary>
/// <param name="Index">Which image of the data set.</param>
/// <param name="Label">Its class.</param>
/// <param name="Guess">The class that the model took it for.</param>
/// <param name="Probability">How sure the model was of its guess, 0 to 1.</param>
public sealed record Mistake(int Index, int Label, int Guess, double Probability)
{
    /// <summary>The mistake in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"image {Index}: class {Label} taken for {Guess} with probability {Probability:F3}");
}
