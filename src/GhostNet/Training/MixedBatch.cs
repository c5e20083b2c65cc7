using GhostNet.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>A batch of which each image was mixed with the one before it.</summary>
/// <param name="Images">The mixed images, <c>[N, C, H, W]</c>.</param>
/// <param name="Partners">The labels of the images that were mixed in, <c>[N]</c> or <c>[N, classes]</c>.</param>
/// <param name="Weight">How much an image's own label counts, from 0 to 1; that of its partner has the rest.</param>
internal sealed record MixedBatch(Tensor Images, Tensor Partners, double Weight)
{
    /// <summary>Stream of random numbers: epochs have 0 and up, and −1 is the same in all of them.</summary>
    private const int Stream = -2;

    /// <summary>Mixes a batch. The caller disposes the tensors, in a scope.</summary>
    /// <param name="images">The images; they stay as they are.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="mixing">How.</param>
    /// <param name="seed">The seed of the training.</param>
    /// <param name="step">Steps done since the training began.</param>
    public static MixedBatch Of(Tensor images, Tensor labels, Mixing mixing, int seed, long step)
    {
        var random = new SplitMix64(seed, Stream, (int)step);
        var isCut = mixing.Mixup <= 0 || (mixing.CutMix > 0 && random.Below(2) == 1);
        var weight = Beta(isCut ? mixing.CutMix : mixing.Mixup, ref random);
        var partners = labels.roll(1, 0);
        return isCut ? Cut(images, partners, weight, ref random) : new MixedBatch(Add(images, weight), partners, weight);
    }

    /// <summary>The label of each image that counts more.</summary>
    public Tensor Larger(Tensor labels) => Weight >= 0.5 ? labels : Partners;

    /// <summary>Labels as the loss gets them, <c>[N, classes]</c>.</summary>
    /// <param name="labels">The labels of some of the images.</param>
    /// <param name="first">Index of the first of these.</param>
    /// <param name="logits">What the model gave for them.</param>
    public Tensor Targets(Tensor labels, int first, Tensor logits)
    {
        using Scalar own = Weight, other = 1 - Weight;
        return OneHot(labels, logits).mul(own).add(OneHot(Partners.narrow(0, first, labels.size(0)), logits), other);
    }

    /// <summary>A number of the distribution Beta(α, α), as a quotient of two of the gamma distribution, whose logarithms never overflow.</summary>
    internal static double Beta(double alpha, ref SplitMix64 random)
    {
        var first = LogGamma(alpha, ref random);
        return 1 / (1 + Math.Exp(LogGamma(alpha, ref random) - first));
    }

    /// <summary>Labels of several classes per image are so already.</summary>
    private static Tensor OneHot(Tensor labels, Tensor logits) =>
        (labels.dim() == 1 ? nn.functional.one_hot(labels, logits.size(1)) : labels).to(logits.dtype);

    private static Tensor Add(Tensor images, double weight)
    {
        using Scalar own = weight, other = 1 - weight;
        return images.mul(own).add(images.roll(1, 0), other);
    }

    /// <summary>The rectangle's centre lies anywhere, so it may stick out; its label counts by the area that is inside, as in the paper.</summary>
    private static MixedBatch Cut(Tensor images, Tensor partners, double weight, ref SplitMix64 random)
    {
        int height = (int)images.size(2), width = (int)images.size(3);
        var edge = Math.Sqrt(1 - weight);
        var (top, bottom) = Range(height, (int)(height * edge), ref random);
        var (left, right) = Range(width, (int)(width * edge), ref random);
        var mixed = images.clone();
        if (bottom > top && right > left)
        {
            using var pasted = images.narrow(2, top, bottom - top).narrow(3, left, right - left).roll(1, 0);
            mixed.narrow(2, top, bottom - top).narrow(3, left, right - left).copy_(pasted);
        }

        return new MixedBatch(mixed, partners, 1 - ((double)(bottom - top) * (right - left) / ((double)height * width)));
    }

    private static (int From, int To) Range(int length, int part, ref SplitMix64 random)
    {
        var centre = random.Below(length);
        return (Math.Max(centre - (part / 2), 0), Math.Min(centre + (part / 2), length));
    }

    /// <summary>The logarithm of a number of the gamma distribution (Marsaglia and Tsang 2000; below 1 by their section 6).</summary>
    private static double LogGamma(double shape, ref SplitMix64 random)
    {
        if (shape < 1)
        {
            var power = Math.Log(1 - random.Unit()) / shape;
            return LogGamma(shape + 1, ref random) + power;
        }

        var d = shape - (1.0 / 3);
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());
            var root = 1 + (normal / Math.Sqrt(9 * d));
            if (root > 0 && Math.Log(1 - random.Unit()) < (0.5 * normal * normal) + d - (d * Math.Pow(root, 3)) + (d * 3 * Math.Log(root)))
            {
                return Math.Log(d) + (3 * Math.Log(root));
            }
        }
    }
}
