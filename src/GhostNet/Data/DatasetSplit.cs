namespace GhostNet.Data;

/// <summary>The parts of a data set: what a model learns from, what decides between its versions, and what it is tested on at the end.</summary>
/// <param name="train">Images to learn from.</param>
/// <param name="test">Images for one evaluation at the end, so that nothing was chosen by them.</param>
public sealed class DatasetSplit(ImageDataset train, ImageDataset test)
{
    /// <summary>Images to learn from.</summary>
    public ImageDataset Train { get; } = train;

    /// <summary>Images for one evaluation at the end, so that nothing was chosen by them.</summary>
    public ImageDataset Test { get; } = test;

    /// <summary>Images that decide which epoch is best and when to stop; null for none. Set them if the data come with such a part; else see <see cref="WithValidation"/>.</summary>
    public ImageDataset? Validation { get; init; }

    /// <summary>The same data with a fraction of the training images set aside for validation, the same fraction of each class.</summary>
    /// <param name="fraction">Which fraction, between 0 and 1. A class with two or more images keeps at least one image in each part.</param>
    /// <param name="seed">Decides which images.</param>
    /// <returns>The split; the images are copied, in their order.</returns>
    /// <exception cref="ArgumentException">The fraction is not between 0 and 1, or there are too few images.</exception>
    /// <exception cref="InvalidOperationException">There is a validation part already.</exception>
    public DatasetSplit WithValidation(double fraction = 0.1, int seed = 0)
    {
        if (fraction is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Must be between 0 and 1.");
        }

        if (Validation is not null)
        {
            throw new InvalidOperationException($"{Train.Name} has a validation part already: {Validation}.");
        }

        var isValidation = new bool[Train.Count];
        var random = new SplitMix64(seed, 0, Train.Count);
        foreach (var group in Enumerable.Range(0, Train.Count).GroupBy(index => Train.Labels[index]).OrderBy(group => group.Key))
        {
            var images = group.ToArray();
            var count = images.Length < 2 ? 0 : Math.Clamp((int)Math.Round(images.Length * fraction), 1, images.Length - 1);
            for (var i = 0; i < count; i++)
            {
                // Fisher and Yates: the first count images of a shuffle.
                var other = i + random.Below(images.Length - i);
                (images[i], images[other]) = (images[other], images[i]);
                isValidation[images[i]] = true;
            }
        }

        var all = Enumerable.Range(0, Train.Count).ToLookup(index => isValidation[index]);
        return all[true].Any()
            ? new(Train.Subset([.. all[false]]), Test) { Validation = Train.Subset([.. all[true]], $"{Train.Name}, validation part") }
            : throw new ArgumentException($"{Train} has no two images of a class, so none can be set aside for validation.", nameof(fraction));
    }

    /// <summary>
    /// Images of the validation or test part that are also among the training images: a model is right about those that it has learnt by heart, so they make it look better than it is.
    /// </summary>
    /// <remarks>Files with the same bytes; and pictures that look the same, such as one that was saved anew or made smaller. Of images in one block of memory only those with the same bytes.</remarks>
    public IReadOnlyList<DuplicatePicture> FindDuplicates()
    {
        var search = new DuplicateSearch(Train);
        return [.. new[] { Validation, Test }.OfType<ImageDataset>().SelectMany(search.In)];
    }

    /// <summary>All parts, in words.</summary>
    public override string ToString() => Validation is null ? $"{Train}; {Test}" : $"{Train}; {Validation}; {Test}";
}
