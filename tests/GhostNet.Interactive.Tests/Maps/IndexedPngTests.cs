using GhostNet.Interactive.Rendering;
using SkiaSharp;

namespace GhostNet.Interactive.Tests.Maps;

public sealed class IndexedPngTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(1, 200)]
    [InlineData(300, 200)]
    public void Another_library_reads_the_pixels_back(int width, int height)
    {
        var pixels = Enumerable.Range(0, width * height).Select(i => (byte)(i * 7 % 129)).ToArray();
        var palette = Enumerable.Range(0, 129 * 3).Select(i => (byte)(i * 5)).ToArray();
        using var bitmap = Assert.Single(Page.Pictures(IndexedPng.DataAddress(pixels, width, height, palette)));
        Assert.Equal((width, height), (bitmap.Width, bitmap.Height));
        for (var i = 0; i < pixels.Length; i++)
        {
            var color = 3 * pixels[i];
            Assert.Equal(new SKColor(palette[color], palette[color + 1], palette[color + 2]), bitmap.GetPixel(i % width, i / width));
        }
    }

    [Fact]
    public void Values_become_colours_from_the_first_to_the_last()
    {
        var map = new HeatMap([-1, 0, 1, float.NaN, float.PositiveInfinity, float.NegativeInfinity], 2, 3);
        Assert.Equal(new ValueRange(-1, 1), map.Range);
        using var bitmap = Assert.Single(Page.Pictures(map.DataAddress(ColorScale.Viridis, map.Range)));
        SKColor first = new(0x44, 0x01, 0x54), last = new(0xFD, 0xE7, 0x25);
        Assert.Equal((first, last), (bitmap.GetPixel(0, 0), bitmap.GetPixel(2, 0)));
        Assert.Equal((last, first), (bitmap.GetPixel(1, 1), bitmap.GetPixel(2, 1)));
        Assert.Equal(new SKColor(0xFF, 0x00, 0xFF), bitmap.GetPixel(0, 1));
        Assert.InRange(bitmap.GetPixel(1, 0).Green, 0x8C, 0x98);
    }

    [Fact]
    public void What_has_too_many_pixels_is_drawn_by_means()
    {
        var map = new HeatMap([0, 0, 4, 8, 0, 0, 4, 8, 2, 2, 9, 9], 3, 4);
        using var bitmap = Assert.Single(Page.Pictures(map.DataAddress(ColorScale.Gray, map.Range, mostPixels: 4)));
        Assert.Equal((2, 2), (bitmap.Width, bitmap.Height));
        Assert.Equal([0, 170, 57, 255], new[] { (0, 0), (1, 0), (0, 1), (1, 1) }.Select(at => (int)bitmap.GetPixel(at.Item1, at.Item2).Red), (x, y) => Math.Abs(x - y) <= 1);
    }

    [Fact]
    public void A_map_without_numbers_or_without_differences_is_drawn()
    {
        foreach (var values in new float[][] { [float.NaN, float.NaN], [3, 3], [float.PositiveInfinity, 0] })
        {
            var map = new HeatMap(values, 1, 2);
            using var bitmap = Assert.Single(Page.Pictures(map.DataAddress(ColorScale.Viridis, map.Range)));
            Assert.Equal(2, bitmap.Width);
        }
    }
}
