using System.Globalization;
using System.Text;

namespace GhostNet.Interactive.Markup;

/// <summary>Rasters of one size side by side in one picture, each with its name on it.</summary>
/// <param name="tiles">The rasters, row by row.</param>
/// <param name="columns">Tiles a row.</param>
/// <param name="range">Which values are dark and light.</param>
/// <param name="map">The colours of rasters of one plane.</param>
internal sealed class TileSheet(IReadOnlyList<Raster> tiles, int columns, ColorRange range, ColorMap map)
{
    /// <summary>Sides of the picture that are tried, in pixels, until it is small enough.</summary>
    private static readonly int[] s_sides = [512, 384, 256, 192, 128, 96, 64];

    /// <summary>Rows of tiles.</summary>
    private int Rows => (tiles.Count + columns - 1) / columns;

    /// <summary>The sheet as HTML.</summary>
    /// <param name="description">What it shows, for those who do not see it; not yet escaped.</param>
    /// <param name="names">What stands on each tile, already escaped; none for a sheet of one.</param>
    /// <param name="budget">Characters that the picture may take.</param>
    public string ToHtml(string description, IReadOnlyList<string> names, int budget)
    {
        var address = s_sides.Select(Picture).First(picture => picture.Address.Length <= budget || picture.Side == s_sides[^1]).Address;
        var (width, height) = DisplaySize();
        var labels = new StringBuilder();
        foreach (var name in names)
        {
            labels.Append("<span>").Append(name).Append("</span>");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<div class="sheet" style="width:{width}px;aspect-ratio:{width}/{height};--columns:{columns};--rows:{Rows}"><img alt="{Html.Text(description)}" src="{address}"><div class="names" aria-hidden="true">{labels}</div></div>""");
    }

    private (string Address, int Side) Picture(int side)
    {
        // A gap of one pixel in ten keeps tiles apart and small ones visible.
        var (tileWidth, tileHeight) = (Math.Max(1, side / columns), Math.Max(1, side / Rows));
        var fitted = tiles.Select(tile => tile.Fit(tileHeight, tileWidth)).ToList();
        var (width, height) = (fitted[0].Width, fitted[0].Height);
        var gap = tiles.Count == 1 ? 0 : Math.Max(1, Math.Min(width, height) / 16);
        var (stride, rows) = ((columns * (width + gap)) - gap, (Rows * (height + gap)) - gap);
        var rgba = new byte[4 * stride * rows];
        for (var i = 0; i < fitted.Count; i++)
        {
            fitted[i].Paint(rgba, stride, i % columns * (width + gap), i / columns * (height + gap), range, map);
        }

        return (Pixels.DataAddress(rgba, stride, rows), side);
    }

    /// <summary>Pixels of the screen: small tiles enlarged so that single values can be seen, flat ones made thicker.</summary>
    private (int Width, int Height) DisplaySize()
    {
        double width = tiles[0].Width, height = tiles[0].Height;
        var least = tiles.Count == 1 ? 224 : Math.Clamp(640 / columns, 40, 112);
        var scale = Math.Max(1, least / Math.Max(width, height));
        var most = Math.Max(least, 720 / columns);
        scale = Math.Min(scale * Math.Max(width, height), most) / Math.Max(width, height);
        return ((int)Math.Ceiling(columns * Math.Max(16, width * scale)), (int)Math.Ceiling(Rows * Math.Max(16, height * scale)));
    }
}
