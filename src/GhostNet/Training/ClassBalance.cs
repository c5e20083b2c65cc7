using GhostNet.Data;
using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>How many training images each class has, and how cross-entropy makes up for it where some have many more than others.</summary>
/// <remarks>
/// A class with twice as many images as another or more is called imbalance: below that weights change little. A weight is the inverse of the number of
/// images, such that its mean over the images is 1; but at most <see cref="Most"/> times the smallest, because a class of a single picture would
/// otherwise outweigh all others.
/// </remarks>
public sealed class ClassBalance
{
    /// <summary>The most times that a weight is larger than another.</summary>
    private const double Most = 10;

    /// <summary>From this many times as many images on, classes are weighted.</summary>
    private const double Imbalance = 2;

    private readonly IReadOnlyList<string> _names;

    private ClassBalance(IReadOnlyList<string> names, IReadOnlyList<int> counts)
    {
        (_names, Counts) = (names, counts);
        var present = counts.Where(static count => count > 0).ToList();
        if (present.Count == 0 || present.Max() < Imbalance * present.Min())
        {
            return;
        }

        var relative = counts.Select(count => Math.Min(Most, (double)present.Max() / Math.Max(1, count))).ToList();
        var mean = counts.Zip(relative, static (count, weight) => count * weight).Sum() / counts.Sum();
        Weights = [.. relative.Select(weight => weight / mean)];
    }

    /// <summary>Training images of each class.</summary>
    public IReadOnlyList<int> Counts { get; }

    /// <summary>The weight of each class for <see cref="CrossEntropy"/>; null where no class has twice as many images as another, or images have several classes.</summary>
    public IReadOnlyList<double>? Weights { get; }

    /// <summary>Counts the images.</summary>
    /// <param name="train">The training images.</param>
    public static ClassBalance Of(ImageDataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        var counts = new int[train.ClassNames.Count];
        foreach (var label in train.LabelSets is null ? train.Labels : [])
        {
            counts[label]++;
        }

        return new ClassBalance(train.ClassNames, counts);
    }

    /// <summary>The class with the most images and the one with the fewest, in one line, and what is done about it.</summary>
    public override string ToString()
    {
        if (Weights is null)
        {
            return "No class has twice as many images as another.";
        }

        var (most, fewest) = (Extreme(counts => counts.Max()), Extreme(counts => counts.Min()));
        return FormattableString.Invariant(
            $"{ForeignText.Show(_names[most])} has {(double)Counts[most] / Counts[fewest]:G3} times as many images as {ForeignText.Show(_names[fewest])} ({NumberFormat.Count(Counts[most])} and {NumberFormat.Count(Counts[fewest])}): the loss weights the classes from {Weights.Min():G2} to {Weights.Max():G2}, so that the rare ones count.");
    }

    private int Extreme(Func<IEnumerable<int>, int> which)
    {
        var count = which(Counts.Where(static count => count > 0));
        return Counts.Select((number, label) => (number, label)).First(item => item.number == count).label;
    }
}
