using GhostNet.Data;

namespace GhostNet.Interactive.Tests.Browser;

/// <summary>What the view of an augmentation shows.</summary>
public sealed class AugmentationViewTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Each_picture_has_a_row_and_each_epoch_a_column(int channels)
    {
        var view = PictureAugmentation.Standard.View(VariedPictures.Of(3, channels), count: 2, epochs: 4);
        var html = view.ToHtml();
        Assert.Equal(2 * 5, html.Split("<figure").Length - 1);
        Assert.Contains("repeat(5,minmax(0,1fr))", html, StringComparison.Ordinal);
        Assert.StartsWith("pictures </b> of \"one's\" own: crop of 8 to 100 % of the area, flip\n  image 0: </figcaption><b>\n  image 0: epoch 1", view.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("</b> of", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_seed_decides_what_is_shown()
    {
        var pictures = VariedPictures.Of(2);
        string Html(int seed) => PictureAugmentation.Standard.View(pictures, seed: seed).ToHtml();
        Assert.Equal(Html(1), Html(1));
        Assert.NotEqual(Html(1), Html(2));
    }

    [Fact]
    public void Never_more_than_a_hundred_images()
    {
        var html = PictureAugmentation.None.View(VariedPictures.Of(3), count: 3, epochs: 1000).ToHtml();
        Assert.Equal(100, html.Split("<figure").Length - 1);
    }

    [Fact]
    public void What_cannot_be_shown_is_refused()
    {
        var pictures = VariedPictures.Of(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureAugmentation.None.View(pictures, count: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PictureAugmentation.None.View(pictures, epochs: 0));
        Assert.Throws<ArgumentException>(() => new PictureAugmentation { Hue = 2 }.View(pictures));
        Assert.Contains("ImageFolder", Assert.Throws<ArgumentException>(() => PictureAugmentation.None.View(Shapes.Create(train: 2, test: 1).Train)).Message, StringComparison.Ordinal);
    }
}
