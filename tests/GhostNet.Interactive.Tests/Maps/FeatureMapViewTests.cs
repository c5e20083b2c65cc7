using GhostNet.Inspection;
using SkiaSharp;

namespace GhostNet.Interactive.Tests.Maps;

public sealed class FeatureMapViewTests
{
    [Fact]
    public void Draws_each_map_in_its_own_colours_with_its_number_and_range()
    {
        var maps = MapsOf.Values([0, 1, 2, 3, 10, 20, 30, 50], 1, 2, 2, 2);
        var html = maps.View().ToHtml();
        Page.AssertSound(html);
        Assert.Equal(["map 0, 0 to 3", "map 1, 10 to 50"], Page.Attributes(html, "alt"));
        Assert.Contains("<figcaption><span>1</span></figcaption>", html, StringComparison.Ordinal);
        Assert.Contains("all together 0 to 50", html, StringComparison.Ordinal);
        var pictures = Page.Pictures(html);
        Assert.Equal(2, pictures.Count);
        Assert.All(pictures, picture => Assert.Equal(new SKColor(0xFD, 0xE7, 0x25), picture.GetPixel(1, 1)));
        pictures.ForEach(picture => picture.Dispose());
    }

    [Fact]
    public void With_a_shared_range_a_colour_is_the_same_number_in_all_maps()
    {
        var html = MapsOf.Values([0, 1, 2, 3, 10, 20, 30, 50], 1, 2, 2, 2).View(sharedRange: true).ToHtml();
        var pictures = Page.Pictures(html);
        Assert.True(pictures[0].GetPixel(1, 1).Green < 0x40);
        Assert.Equal(new SKColor(0xFD, 0xE7, 0x25), pictures[1].GetPixel(1, 1));
        Assert.Contains("50</span><span>the same for all maps", html, StringComparison.Ordinal);
        pictures.ForEach(picture => picture.Dispose());
    }

    [Fact]
    public void Tells_intrinsic_maps_from_ghosts()
    {
        var html = MapsOf.OfGhostModule().View().ToHtml();
        Page.AssertSound(html);
        Assert.Contains("<h4>Intrinsic maps <span>4, made by", html, StringComparison.Ordinal);
        Assert.Contains("<h4>Ghost maps <span>4, each made", html, StringComparison.Ordinal);
        Assert.Equal(4, Page.Attributes(html, "class").Count(name => name == "intrinsic"));
        Assert.Equal(4, Page.Attributes(html, "class").Count(name => name == "ghost"));
        Assert.StartsWith("map 7, ghost, ", Page.Attributes(html, "alt")[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("<h4>", MapsOf.Noise(1, 4, 4, 4).View().ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Boxes_pairs_in_the_same_colour_with_kernel_and_R2()
    {
        var maps = MapsOf.WithPairs();
        var html = maps.View(GhostPairs.Find(maps), boxed: 2).ToHtml();
        Page.AssertSound(html);
        var alts = Page.Attributes(html, "alt");
        Assert.EndsWith("pair A: predicted from the source", alts[1], StringComparison.Ordinal);
        Assert.EndsWith("pair A: the source", alts[4], StringComparison.Ordinal);
        Assert.EndsWith("pair B: predicted from the source", alts[2], StringComparison.Ordinal);
        Assert.EndsWith("pair B: the source", alts[5], StringComparison.Ordinal);
        Assert.DoesNotContain("pair", alts[0], StringComparison.Ordinal);
        Assert.Equal(4, Page.Attributes(html, "class").Count(name => name == " paired"));
        Assert.Equal(3, Page.Attributes(html, "style").Count(style => style == "--pair:#d55e00;--pair-ink:#000"));
        Assert.Equal(3, Page.Attributes(html, "style").Count(style => style == "--pair:#0072b2;--pair-ink:#fff"));
        Assert.Contains("map 4 → map 1, R² 1.000", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains("aria-label=\"The kernel that makes map 1 of map 4\"", html, StringComparison.Ordinal);
        Assert.Contains(">0.5</td>", html, StringComparison.Ordinal);
        Assert.Contains("map 5 → map 2, R² 1.000", maps.View(GhostPairs.Find(maps)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, 56, 56, 64)]
    [InlineData(64, 112, 112, 64)]
    [InlineData(960, 7, 7, 64)]
    [InlineData(480, 28, 28, 128)]
    [InlineData(3, 1000, 700, 64)]
    public void Is_bounded_whatever_there_is_to_show(int channels, int height, int width, int count)
    {
        var maps = MapsOf.Noise(1, channels, height, width);
        var html = maps.View(height * width > 60_000 ? null : GhostPairs.Find(maps), boxed: 12, count: count).ToHtml();
        Assert.InRange(html.Length, 1000, 400_000);
        var pictures = Page.Pictures(html);
        Assert.Equal(Math.Min(channels, count), pictures.Count);
        Assert.Equal(width <= 56, pictures[0].Width == width);
        pictures.ForEach(picture => picture.Dispose());
    }

    [Fact]
    public void Of_many_maps_some_of_each_kind_and_all_in_boxes_are_shown()
    {
        var maps = MapsOf.OfGhostModule();
        var html = maps.View(count: 4).ToHtml();
        Assert.Contains("<span>2 of 4, made by", html, StringComparison.Ordinal);
        Assert.Equal(["map 0", "map 1", "map 4", "map 5"], Page.Attributes(html, "alt").Select(alt => alt.Split(',')[0]));

        var six = MapsOf.WithPairs();
        Assert.Equal(
            ["map 1", "map 2", "map 4", "map 5"],
            Page.Attributes(six.View(GhostPairs.Find(six), boxed: 2, count: 4).ToHtml(), "alt").Select(alt => alt.Split(',')[0]));
    }

    [Fact]
    public void Shows_the_image_that_is_asked_for()
    {
        var maps = MapsOf.Values([0, 1, 5, 9], 2, 1, 1, 2);
        Assert.Equal(["map 0, 5 to 9"], Page.Attributes(maps.View(image: 1).ToHtml(), "alt"));
        Assert.Contains("; image 1 is shown<", maps.View(image: 1).ToHtml(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => maps.View(image: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => maps.View(count: 129));
        Assert.Throws<ArgumentOutOfRangeException>(() => maps.View(boxed: 13));
        var other = MapsOf.WithPairs();
        Assert.Throws<ArgumentException>(() => maps.View(GhostPairs.Find(other)));
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_drawn()
    {
        var html = MapsOf.Values([float.NaN, 1, float.PositiveInfinity, 2, float.NaN, float.NaN, float.NaN, float.NaN], 1, 2, 2, 2).View().ToHtml();
        Assert.Equal(["map 0, 1 to 2", "map 1, NaN to NaN"], Page.Attributes(html, "alt"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onerror=\"alert(1)")]
    [InlineData("</style><img src=x>")]
    public void Hostile_names_stay_texts(string name)
    {
        var maps = MapsOf.Noise(1, 4, 6, 6, name);
        foreach (var html in new[] { maps.View(GhostPairs.Find(maps)).ToHtml(), GhostPairs.Find(maps).View().ToHtml() })
        {
            Page.AssertSound(html);
            Assert.DoesNotContain(name, html, StringComparison.Ordinal);
            Assert.Contains(System.Net.WebUtility.HtmlEncode(name), html, StringComparison.Ordinal);
        }
    }
}
