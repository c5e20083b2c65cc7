using GhostNet.Data;
using SkiaSharp;

namespace GhostNet.Tests.Data;

public sealed class PictureReaderTests
{
    /// <summary>As a person sees it there are always red and green above blue and white.</summary>
    [Theory]
    [InlineData(32, 16)]
    [InlineData(2, 2)]
    [InlineData(640, 320)]
    public void A_picture_is_turned_the_way_its_camera_was_held(int uprightWidth, int uprightHeight)
    {
        using var folder = new TemporaryFolder();

        // The corners of the stored picture, row by row, for each orientation: which of the four upright ones is there.
        int[][] corners = [[0, 1, 2, 3], [1, 0, 3, 2], [3, 2, 1, 0], [2, 3, 0, 1], [0, 2, 1, 3], [1, 3, 0, 2], [3, 1, 2, 0], [2, 0, 3, 1]];
        SKColor[] colors = [SKColors.Red, SKColors.Lime, SKColors.Blue, SKColors.White];
        var reader = new PictureReader(edge: 16);
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var (width, height) = orientation >= 5 ? (uprightHeight, uprightWidth) : (uprightWidth, uprightHeight);
            using var bitmap = new SKBitmap(width, height);
            using (var canvas = new SKCanvas(bitmap))
            {
                for (var i = 0; i < 4; i++)
                {
                    using var paint = new SKPaint { Color = colors[corners[orientation - 1][i]] };
                    canvas.DrawRect(i % 2 * width / 2, i / 2 * height / 2, width / 2, height / 2, paint);
                }
            }

            using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            var picture = Read(reader, folder.Write("a", Oriented.With(data.ToArray(), SKEncodedImageFormat.Png, width, height, orientation, true)));
            Assert.Equal(2, (double)picture.Width / picture.Height * uprightHeight / uprightWidth * 2);
            for (var i = 0; i < 4; i++)
            {
                var at = 3 * ((picture.Width * ((i / 2 * (picture.Height - 1)))) + (i % 2 * (picture.Width - 1)));
                Assert.Equal((colors[i].Red, colors[i].Green, colors[i].Blue), (picture.Pixels[at], picture.Pixels[at + 1], picture.Pixels[at + 2]));
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(7, 1)]
    [InlineData(17, 9)]
    public void Pixels_are_those_of_the_file(int width, int height)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Draw("a.png", width, height, 3);
        using var bitmap = SKBitmap.Decode(path);
        var picture = Read(new PictureReader(edge: 16), path);
        Assert.Equal((width, height), (picture.Width, picture.Height));
        for (var i = 0; i < width * height; i++)
        {
            var pixel = bitmap.GetPixel(i % width, i / width);
            Assert.Equal((pixel.Red, pixel.Green, pixel.Blue), (picture.Pixels[3 * i], picture.Pixels[(3 * i) + 1], picture.Pixels[(3 * i) + 2]));
        }
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    [InlineData("a.png")]
    public void A_large_picture_is_made_smaller_but_not_too_small(string name)
    {
        using var folder = new TemporaryFolder();
        var picture = Read(new PictureReader(edge: 40), folder.Draw(name, 1000, 700, 1));
        Assert.InRange(picture.Height, 80, 119);
        Assert.Equal(10.0 / 7, (double)picture.Width / picture.Height, 0.03);
    }

    [Fact]
    public void What_is_transparent_lies_on_white()
    {
        using var folder = new TemporaryFolder();
        using var bitmap = new SKBitmap(new SKImageInfo(2, 1, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.SetPixel(0, 0, new SKColor(0, 0, 0, 0));
        bitmap.SetPixel(1, 0, new SKColor(0, 100, 255, 128));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var picture = Read(new PictureReader(edge: 16), folder.Write("a.png", data.ToArray()));
        Assert.Equal([255, 255, 255], picture.Pixels[..3]);
        Assert.Equal(127, picture.Pixels[3]);
        Assert.InRange(picture.Pixels[4], 176, 178);
        Assert.Equal(255, picture.Pixels[5]);
    }

    [Fact]
    public void A_grey_picture_has_three_equal_channels()
    {
        using var folder = new TemporaryFolder();
        var picture = Read(new PictureReader(edge: 16), folder.Draw("a.jpg", 20, 20, 1, grey: true));
        Assert.All(Enumerable.Range(0, 400), i => Assert.InRange(Math.Abs(picture.Pixels[3 * i] - picture.Pixels[(3 * i) + 1]), 0, 2));
    }

    [Fact]
    public void Memory_is_used_again()
    {
        using var folder = new TemporaryFolder();
        var (small, large) = (folder.Draw("small.png", 10, 10, 1), folder.Draw("large.png", 30, 20, 2));
        var reader = new PictureReader(edge: 16);
        var first = Read(reader, large).Pixels;
        Assert.Same(first, Read(reader, small).Pixels);
        Assert.Same(first, Read(reader, large).Pixels);
    }

    private static Picture Read(PictureReader reader, string path)
    {
        using var file = File.OpenRead(path);
        return reader.Read(file, path);
    }
}
