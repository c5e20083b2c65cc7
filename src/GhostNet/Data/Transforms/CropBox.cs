namespace GhostNet.Data;

/// <summary>A part of a picture, in pixels of it.</summary>
/// <param name="Left">Its first column.</param>
/// <param name="Top">Its first row.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
internal readonly record struct CropBox(double Left, double Top, double Width, double Height)
{
    /// <summary>The same part of the picture when that was decoded at another size.</summary>
    /// <param name="across">New width of the picture by the old one.</param>
    /// <param name="down">New height by the old one.</param>
    public CropBox Scaled(double across, double down) => new(Left * across, Top * down, Width * across, Height * down);
}
