namespace GhostNet.Data;

/// <summary>Finds images of other parts among the training images.</summary>
internal sealed class DuplicateSearch
{
    private readonly ImageDataset _train;
    private readonly PictureFingerprint[] _learnt;
    private readonly Dictionary<UInt128, int> _files = [];

    /// <summary>Takes the fingerprints of the training images.</summary>
    public DuplicateSearch(ImageDataset train)
    {
        _train = train;
        _learnt = [.. Enumerable.Range(0, train.Count).Select(train.Fingerprint)];
        for (var i = 0; i < _learnt.Length; i++)
        {
            _files.TryAdd(_learnt[i].File, i);
        }
    }

    /// <summary>The images of a part that are the same as a training image or look like one, in their order.</summary>
    /// <param name="part">The part.</param>
    public IEnumerable<DuplicatePicture> In(ImageDataset part)
    {
        var found = new DuplicatePicture?[part.Count];
        Parallel.For(0, part.Count, i => found[i] = Nearest(part, i));
        return found.OfType<DuplicatePicture>();
    }

    private DuplicatePicture? Nearest(ImageDataset part, int index)
    {
        var print = part.Fingerprint(index);
        if (_files.TryGetValue(print.File, out var same))
        {
            return new DuplicatePicture(_train, same, part, index, difference: -1);
        }

        var (nearest, least) = (-1, double.PositiveInfinity);
        for (var i = 0; i < _learnt.Length; i++)
        {
            if (print.Difference(_learnt[i]) is { } difference && difference < least)
            {
                (nearest, least) = (i, difference);
            }
        }

        return nearest < 0 ? null : new DuplicatePicture(_train, nearest, part, index, least);
    }
}
