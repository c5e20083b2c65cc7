namespace GhostNet.Data;

/// <summary>Where the random numbers of one picture come from: the same for the same values, on whichever thread.</summary>
/// <param name="Seed">The seed of the training.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Position">Position of the picture in the epoch, from 0.</param>
/// <param name="Image">Index of the picture in its data set.</param>
internal readonly record struct PictureDraw(int Seed, int Epoch, int Position, int Image)
{
    /// <summary>The numbers that decide the crop, from which alone a decoder can tell what to decode.</summary>
    public SplitMix64 ForCrop() => new(Seed, Epoch, Position);

    /// <summary>The numbers that decide all else. −1 is the order of the epoch, so these count down from −2.</summary>
    public SplitMix64 ForChanges() => new(Seed, Epoch, -2 - Position);
}
