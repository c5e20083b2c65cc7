using System.Globalization;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Softmax cross-entropy: each image has exactly one class.</summary>
/// <remarks>The numbers are those of <c>torch.nn.functional.cross_entropy</c>: with class weights the mean is divided by the sum of the labels' weights. Its values can be read back from the options of a checkpoint.</remarks>
public sealed record CrossEntropy : ILoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="labelSmoothing">Fraction of the target that is spread evenly over all classes; keeps the model from becoming overconfident.</param>
    /// <param name="classWeights">One weight per class, such as the inverse of its frequency; null for equal weights.</param>
    public CrossEntropy(double labelSmoothing = 0, IReadOnlyList<double>? classWeights = null)
    {
        LabelSmoothing = labelSmoothing;
        ClassWeights = classWeights;
    }

    /// <summary>Fraction of the target that is spread evenly over all classes; keeps the model from becoming overconfident.</summary>
    public double LabelSmoothing { get; }

    /// <summary>One weight per class, such as the inverse of its frequency; null for equal weights.</summary>
    public IReadOnlyList<double>? ClassWeights { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is not one weight per logit.</exception>
    public Tensor Compute(Tensor images, Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (ClassWeights is null)
        {
            return nn.functional.cross_entropy(logits, labels, label_smoothing: LabelSmoothing);
        }

        if (ClassWeights.Count != logits.size(1))
        {
            throw new ArgumentException($"ClassWeights has {ClassWeights.Count} weights, but the model gives {logits.size(1)} logits: give one weight per logit.");
        }

        using var weights = tensor(ClassWeights.Select(weight => (float)weight).ToArray(), logits.dtype, logits.device);
        return nn.functional.cross_entropy(logits, labels, weights, label_smoothing: LabelSmoothing);
    }

    /// <inheritdoc/>
    void ILoss.Validate()
    {
        ValueCheck.Require(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), LabelSmoothing, "from 0 to below 1");
        var weights = ClassWeights ?? [1];
        ValueCheck.Require(
            weights.All(weight => weight >= 0 && double.IsFinite(weight)) && weights.Any(weight => weight > 0),
            nameof(ClassWeights),
            Text(weights),
            "finite, 0 or more, and not all 0");
    }

    /// <summary>Whether another loss has the same values.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(CrossEntropy? other) => other is not null
        && LabelSmoothing.Equals(other.LabelSmoothing)
        && (ClassWeights ?? []).SequenceEqual(other.ClassWeights ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(LabelSmoothing, ClassWeights?.Count);

    /// <summary>The loss and its values.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"cross-entropy{(LabelSmoothing > 0 ? $", label smoothing {LabelSmoothing}" : "")}{(ClassWeights is null ? "" : $", class weights {Text(ClassWeights)}")}");

    private static string Text(IReadOnlyList<double> weights) => $"[{string.Join(", ", weights.Select(weight => NumberFormat.Number(weight, "G4")))}]";
}
