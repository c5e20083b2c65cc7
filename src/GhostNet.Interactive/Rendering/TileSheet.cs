using System.Globalization;
using System.Text;

namespace GhostNet.Interactive.Rendering;

/// <summary>Rasters of one size side by side in one picture, each with its name on it.</summary>
/// <param name="tiles">The rasters, row by row.</param>
/// <param name="columns">Tiles per row.</param>
/// <param name="range">Which values are dark and light.</param>
/// <param name="scale">The colours of rasters of one plane.</param>
/// <param name="aspect">Width of a tile by its height, before it was made smaller.</param>
internal sealed class TileSheet(IReadOnlyList<Raster> tiles, int columns, ValueRange range, ColorScale scale, double aspect)
{
    /// <summary>Pixels of the longer side of a picture at most.</summary>
    private const int LongestSide = 512;

    private const int ShortestSide = 32;

    /// <summary>Rows of tiles.</summary>
    private int Rows => (tiles.Count + columns - 1) / columns;

    /// <summary>The sheet as HTML.</summary>
    /// <param name="description">What it shows, for those who do not see it; not yet escaped.</param>
    /// <param name="names">What stands on each tile, already escaped; none for a sheet of one.</param>
    /// <param name="budget">Characters that the picture may take.</param>
    public string ToHtml(string description, IReadOnlyList<string> names, int budget)
    {
        var side = LongestSide;
        var address = Address(side);
        while (address.Length > budget && side > ShortestSide)
        {
            // A little less than would do if all pixels took the same, and at least a step.
            side = Math.Clamp((int)(side * 0.95 * Math.Sqrt((double)budget / address.Length)), ShortestSide, side - 1);
            address = Address(side);
        }

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

    private string Address(int side)
    {
        var fitted = tiles.Select(tile => tile.Fit(Math.Max(1, side / Rows), Math.Max(1, side / columns))).ToList();
        return fitted[0].Planes == 1
            ? IndexedPng.DataAddress(
                Together(fitted, 1, (byte)(ColorScale.Levels + 1), raster => raster.Levels(range), out var width, out var height),
                width, height, [.. scale.Palette, 0, 0, 0], hasGaps: true)
            : Pixels.DataAddress(Together(fitted, 4, 0, raster => raster.Rgba(range), out width, out height), width, height);
    }

    /// <summary>The pixels of all tiles in one picture, with gaps between them.</summary>
    private byte[] Together(List<Raster> fitted, int pixelSize, byte gapColor, Func<Raster, byte[]> paint, out int width, out int height)
    {
        var (tileWidth, tileHeight) = (fitted[0].Width, fitted[0].Height);
        var gap = fitted.Count == 1 ? 0 : Math.Max(1, Math.Min(tileWidth, tileHeight) / 16);
        (width, height) = ((columns * (tileWidth + gap)) - gap, (Rows * (tileHeight + gap)) - gap);
        var picture = new byte[pixelSize * width * height];
        picture.AsSpan().Fill(gapColor);
        for (var i = 0; i < fitted.Count; i++)
        {
            var pixels = paint(fitted[i]).AsSpan();
            var (left, top, row) = (i % columns * (tileWidth + gap), i / columns * (tileHeight + gap), pixelSize * tileWidth);
            for (var y = 0; y < tileHeight; y++)
            {
                pixels.Slice(y * row, row).CopyTo(picture.AsSpan(pixelSize * (((top + y) * width) + left)));
            }
        }

        return picture;
    }

    /// <summary>Pixels of the screen: small tiles enlarged so that single values can be seen, flat ones made thicker.</summary>
    private (int Width, int Height) DisplaySize()
    {
        var (width, height) = (Math.Min(aspect, 1), Math.Min(1 / aspect, 1));
        var least = tiles.Count == 1 ? 224 : Math.Clamp(640 / columns, 40, 112);
        var longer = Math.Clamp(Math.Max(tiles[0].Width, tiles[0].Height), least, Math.Max(least, 720 / columns));
        return ((int)Math.Ceiling(columns * Math.Max(16, width * longer)), (int)Math.Ceiling(Rows * Math.Max(16, height * longer)));
    }
}
