namespace GhostNet.Data;

/// <summary>The pictures of a source, decoded when they are needed; as many as fit into memory stay there.</summary>
/// <remarks>
/// None of those that stay is ever replaced by another: an epoch reads each picture once, so whatever a cache of this size does, it has no more of
/// them. A picture is the same whether it was kept or not.
/// </remarks>
/// <param name="source">The pictures.</param>
/// <param name="transform">How they become images of one size.</param>
/// <param name="budget">The memory for those that stay.</param>
internal sealed class PictureStore(IImageSource source, PictureTransform transform, PictureBudget budget)
{
    private readonly Picture?[] _kept = new Picture?[source.Count];

    /// <summary>The pictures.</summary>
    public IImageSource Source => source;

    /// <summary>How they become images of one size.</summary>
    public PictureTransform Transform => transform;

    /// <summary>What each picture looks like, to find it again; filled by <see cref="PictureCheck"/>.</summary>
    public PictureFingerprint[] Fingerprints { get; } = new PictureFingerprint[source.Count];

    /// <summary>Memory to read pictures of this store, for one thread.</summary>
    public PictureReader CreateReader() => new(transform.ResizedEdge);

    /// <summary>A picture, decoded.</summary>
    /// <param name="index">Index in the source.</param>
    /// <param name="reader">Memory of the calling thread.</param>
    /// <returns>It is valid until the reader reads another.</returns>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no picture, a damaged one, or too large.</exception>
    public Picture Read(int index, PictureReader reader)
    {
        if (Volatile.Read(ref _kept[index]) is { } kept)
        {
            return kept;
        }

        var picture = reader.Read(source, index);
        var size = picture.Width * picture.Height * Picture.Channels;
        if (budget.TryTake(size)
            && Interlocked.CompareExchange(ref _kept[index], new Picture(picture.Width, picture.Height, picture.Pixels[..size]), null) is not null)
        {
            budget.GiveBack(size);
        }

        return picture;
    }
}
