using GhostNet.Interactive.Rendering;

namespace GhostNet.Interactive.Tensors;

/// <summary>Images or heat maps.</summary>
/// <param name="tiles">The values of each.</param>
/// <param name="columns">Tiles per row.</param>
/// <param name="names">What stands on each; none for a single one.</param>
/// <param name="range">Which values are dark and light.</param>
/// <param name="map">The colours.</param>
internal sealed class TilePicture(
    IReadOnlyList<Raster> tiles, int columns, IReadOnlyList<string> names, ValueRange range, ColorMap map) : TensorPicture
{
    /// <summary>Rows of a tile in the tensor, of which the raster may have fewer.</summary>
    public required long Height { get; init; }

    /// <summary>Columns of a tile in the tensor, of which the raster may have fewer.</summary>
    public required long Width { get; init; }

    /// <inheritdoc/>
    public override string ToHtml(string title)
    {
        var what = tiles[0].Planes == 3 ? "Image" : map == ColorMap.Gray ? "Grey image" : "Heat map";
        var scale = ColorScale.Of(map);
        var sheet = new TileSheet(tiles, columns, range, scale, (double)Width / Height).ToHtml($"{what} of {title}", names, Budget);
        return map == ColorMap.Gray || tiles[0].Planes == 3 ? sheet : sheet + Legend.ToHtml(range, scale);
    }
}
