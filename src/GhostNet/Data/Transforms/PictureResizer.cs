namespace GhostNet.Data;

/// <summary>Resizes pictures. Holds scratch memory, which is used again: one for each thread.</summary>
internal sealed class PictureResizer
{
    /// <summary>Resizes a part of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="interpolation">How the pixels are made.</param>
    /// <param name="channels">3 for colour, 1 for grey.</param>
    /// <param name="planes">Takes the result, <c>[C, H, W]</c>.</param>
    public void Resize(Picture picture, in ResizedAxis columns, in ResizedAxis rows, Interpolation interpolation, int channels, Span<byte> planes) =>
        throw new NotImplementedException();
}
