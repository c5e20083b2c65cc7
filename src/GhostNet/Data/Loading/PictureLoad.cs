using GhostNet.IO;

namespace GhostNet.Data;

/// <summary>Makes data sets of pictures, after looking at each of them.</summary>
internal sealed class PictureLoad
{
    private static readonly float[] s_imageNetMean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] s_imageNetStd = [0.229f, 0.224f, 0.225f];

    private readonly PictureTransform _transform;
    private readonly IReadOnlyList<float> _mean;
    private readonly IReadOnlyList<float> _std;
    private readonly bool _skipBroken;
    private readonly PictureBudget _budget;

    /// <summary>Says how.</summary>
    /// <param name="transform">How pictures become images of one size.</param>
    /// <param name="mean">Mean of each channel, three or one; null for ImageNet's.</param>
    /// <param name="std">Standard deviation of each channel; null for ImageNet's.</param>
    /// <param name="skipBroken">Whether broken pictures are left out.</param>
    /// <param name="budget">Memory for decoded pictures.</param>
    /// <exception cref="ArgumentException">Mean or standard deviation do not fit colour or grey pictures.</exception>
    public PictureLoad(PictureTransform transform, IReadOnlyList<float>? mean, IReadOnlyList<float>? std, bool skipBroken, PictureBudget budget)
    {
        (_transform, _mean, _std, _skipBroken, _budget) = (transform, mean ?? s_imageNetMean, std ?? s_imageNetStd, skipBroken, budget);
        if (_mean.Count is not (1 or 3) || _std.Count != _mean.Count)
        {
            throw new ArgumentException(
                $"There are {_mean.Count} means and {_std.Count} standard deviations: give three of each for pictures in colour, or one for grey ones.", nameof(mean));
        }
    }

    /// <summary>Makes one data set of each source.</summary>
    /// <param name="sources">The pictures; all have the same classes.</param>
    /// <param name="progress">Told which fraction has been looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidDataException">Pictures are broken and are not to be left out, or none is left.</exception>
    public IReadOnlyList<ImageDataset> Load(IReadOnlyList<IImageSource> sources, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var stores = sources.Select(source => new PictureStore(source, _transform, _budget)).ToList();
        var broken = PictureCheck.Run(stores, progress, cancellationToken.OrAmbient());
        if (!_skipBroken && broken.Any(static part => part.Count > 0))
        {
            throw PictureCheck.Error(sources[0].Name, sources.Sum(static source => source.Count), [.. broken.SelectMany(static part => part.Values)]);
        }

        return [.. stores.Zip(broken, Create)];
    }

    private ImageDataset Create(PictureStore store, SortedDictionary<int, FileCheck> broken)
    {
        var source = store.Source;
        int[] good = [.. Enumerable.Range(0, source.Count).Where(index => !broken.ContainsKey(index))];
        if (good.Length == 0)
        {
            throw PictureCheck.Error(source.Name, source.Count, broken.Values);
        }

        return new ImageDataset(source.Name, store, good, source.ClassNames, _mean, _std, [.. broken.Values]);
    }
}
