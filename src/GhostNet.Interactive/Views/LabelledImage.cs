using System.Globalization;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;

namespace GhostNet.Interactive.Views;

/// <summary>An image of an <see cref="ImageGridView"/> and what is known of it.</summary>
/// <param name="Pixels">The image.</param>
/// <param name="Number">Its number in the data set or batch.</param>
/// <param name="Class">The name of its class.</param>
/// <param name="Guess">The name of the class that a model takes it for; null for none.</param>
/// <param name="IsRight">Whether the guess is the class.</param>
/// <param name="Probability">Confidence of the model, 0 to 1; null when it is unknown.</param>
internal sealed record LabelledImage(Raster Pixels, int Number, string Class, string? Guess, bool IsRight, double? Probability)
{
    /// <summary>The guess in words, or null. A sign says right or wrong to those who do not tell the colours apart.</summary>
    public string? GuessText => Guess is null ? null : (IsRight ? "✓ " : "✗ ") + Guess + Percent;

    private string Percent => Probability is { } probability ? $" {NumberFormat.Percent(probability, 1)}".Replace(" %", "\u00A0%", StringComparison.Ordinal) : "";

    /// <summary>Number, class and guess.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"image {Number}: {Class}") + (GuessText is null ? "" : $" ({GuessText})");
}
