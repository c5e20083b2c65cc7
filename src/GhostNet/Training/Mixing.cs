using static GhostNet.Training.ValueCheck;

namespace GhostNet.Training;

/// <summary>Mixes each training image with another of its batch, and their labels likewise: the model learns from what lies between images.</summary>
/// <remarks>
/// Mixup (arXiv 1710.09412) adds the two images: <c>λ · a + (1 − λ) · b</c>. CutMix (arXiv 1905.04899) pastes a rectangle of b, of a fraction
/// 1 − λ of the area, into a. λ is drawn from Beta(α, α), once for each step; the partner of an image is the one before it in the shuffled batch. Where
/// both are on, each step does one of them, by equal chance. It runs on the device, and the seed and the step alone decide it.
/// The loss gets labels of shape <c>[N, classes]</c>, float. The accuracy on training images then counts against the label with the larger weight.
/// </remarks>
public sealed record Mixing
{
    private const double MaxAlpha = 100;

    /// <summary>Creates the mixing.</summary>
    /// <param name="mixup">α of Mixup, such as 0.2; 0 for none.</param>
    /// <param name="cutMix">α of CutMix, such as 1; 0 for none.</param>
    public Mixing(double mixup = 0, double cutMix = 0) => (Mixup, CutMix) = (mixup, cutMix);

    /// <summary>α of Mixup; 0 for none.</summary>
    public double Mixup { get; }

    /// <summary>α of CutMix; 0 for none.</summary>
    public double CutMix { get; }

    /// <summary>What it does and how strongly.</summary>
    public override string ToString() => string.Join(" or ", new[] { Name("mixup", Mixup), Name("cutmix", CutMix) }.OfType<string>());

    internal void Validate()
    {
        Require(Mixup is >= 0 and <= MaxAlpha, nameof(Mixup), Mixup, "from 0 (off) to 100");
        Require(CutMix is >= 0 and <= MaxAlpha, nameof(CutMix), CutMix, "from 0 (off) to 100");
        Require(Mixup > 0 || CutMix > 0, nameof(Mixup), Mixup, $"above 0 where {nameof(CutMix)} is 0");
    }

    private static string? Name(string name, double alpha) => alpha > 0 ? FormattableString.Invariant($"{name} {alpha}") : null;
}
