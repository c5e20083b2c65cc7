using GhostNet.Inspection;


namespace GhostNet.Interactive.Tests.Maps;

public sealed class GhostPairsViewTests
{
    [Fact]
    public void Shows_the_source_the_kernel_the_prediction_and_the_map_itself()
    {
        var view = GhostPairs.Find(MapsOf.WithPairs()).View(count: 2);
        var html = view.ToHtml();
        Page.AssertSound(html);
        Assert.Equal(
            ["source map 4", "prediction map 1", "true map 1", "source map 5", "prediction map 2", "true map 2"],
            Page.Attributes(html, "alt").Select(alt => alt.Split(',')[0]));
        Assert.Contains("Map 1 is a ghost of map 4", html, StringComparison.Ordinal);
        Assert.Contains("R² 1.000", html, StringComparison.Ordinal);
        Assert.Contains("--share:100.0%", html, StringComparison.Ordinal);
        Assert.Equal(2, Page.Attributes(html, "aria-label").Count(label => System.Net.WebUtility.HtmlDecode(label) == "The kernel of 3×3"));
        Assert.Contains("  map 4 → map 1, R² 1.000", view.ToString(), StringComparison.Ordinal);

        // A perfect prediction has the colours of the map itself.
        var pictures = Page.Pictures(html);
        for (var i = 0; i < 64; i++)
        {
            Assert.InRange(pictures[1].GetPixel(i % 8, i / 8).Green - pictures[2].GetPixel(i % 8, i / 8).Green, -4, 4);
        }

        pictures.ForEach(picture => picture.Dispose());
    }

    [Fact]
    public void Without_pairs_it_says_so()
    {
        var view = GhostPairs.Find(MapsOf.Values(new float[3 * 36], 1, 3, 6, 6)).View();
        Page.AssertSound(view.ToHtml());
        Assert.Contains("no two maps vary, so there are no pairs", view.ToHtml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(24, 100, 100, 11)]
    [InlineData(30, 30, 30, 5)]
    public void Is_bounded(int channels, int height, int width, int kernel)
    {
        var html = GhostPairs.Find(MapsOf.Noise(1, channels, height, width), kernel).View(count: 12).ToHtml();
        Assert.InRange(html.Length, 1000, 500_000);
    }

    [Fact]
    public void Refuses_what_there_is_not()
    {
        var pairs = GhostPairs.Find(MapsOf.WithPairs());
        Assert.Throws<ArgumentOutOfRangeException>(() => pairs.View(image: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => pairs.View(count: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => pairs.View(count: 13));
    }
}
