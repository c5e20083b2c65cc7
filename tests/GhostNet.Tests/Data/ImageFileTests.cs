using GhostNet.Data;
using SkiaSharp;
using TorchSharp;

namespace GhostNet.Tests.Data;

public sealed class ImageFileTests
{
    private static readonly float[] s_zero = [0, 0, 0];
    private static readonly float[] s_one = [1, 1, 1];

    private static string Save(TemporaryFolder folder, string name, int width, int height, Action<SKCanvas> draw, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Transparent);
            draw(canvas);
        }

        using var data = bitmap.Encode(format, 95);
        return folder.Write(name, data.ToArray());
    }

    private static float[] Load(string path, int channels, int height, int width)
    {
        using var image = ImageFile.Load(path, channels, height, width, s_zero[..channels], s_one[..channels]);
        Assert.Equal([1, channels, height, width], image.shape);
        Assert.Equal(torch.float32, image.dtype);
        return image.data<float>().ToArray();
    }

    [Fact]
    public void APictureOfTheRightSizeKeepsItsPixels()
    {
        using var folder = new TemporaryFolder();
        using var bitmap = new SKBitmap(new SKImageInfo(2, 2, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.SetPixel(0, 0, new SKColor(255, 0, 0));
        bitmap.SetPixel(1, 0, new SKColor(0, 255, 0));
        bitmap.SetPixel(0, 1, new SKColor(0, 0, 255));
        bitmap.SetPixel(1, 1, new SKColor(51, 102, 153));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var path = folder.Write("a.png", data.ToArray());
        var expected = new[] { 1, 0, 0, 0.2f, 0, 1, 0, 0.4f, 0, 0, 1, 0.6f };
        Assert.All(expected.Zip(Load(path, 3, 2, 2)), static pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        var grey = new[] { 0.299f, 0.587f, 0.114f, 0.363f };
        Assert.All(grey.Zip(Load(path, 1, 2, 2)), static pair => Assert.Equal(pair.First, pair.Second, 0.003f));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public void AnySizeIsCutToTheMiddleAndAveraged(SKEncodedImageFormat format)
    {
        using var folder = new TemporaryFolder();
        using var paint = new SKPaint { Color = new SKColor(255, 0, 0) };
        using var white = new SKPaint { Color = SKColors.White };

        // Red in the middle square, and there a fine check of red and white on the right.
        var path = Save(folder, "wide", 900, 300, canvas =>
        {
            canvas.Clear(SKColors.Blue);
            canvas.DrawRect(300, 0, 300, 300, paint);
            for (var x = 450; x < 600; x += 2)
            {
                canvas.DrawRect(x, 0, 1, 300, white);
            }
        }, format);
        var values = Load(path, 3, 32, 32);
        for (var y = 0; y < 32; y++)
        {
            Assert.Equal(0, values[1024 + (32 * y) + 8], 0.05f);
            Assert.Equal(1, values[(32 * y) + 8], 0.05f);
            Assert.Equal(0.5f, values[1024 + (32 * y) + 24], 0.1f);
        }
    }

    [Fact]
    public void SmallPicturesGrowAndTransparentOnesLieOnWhite()
    {
        using var folder = new TemporaryFolder();
        Assert.All(Load(Save(folder, "tiny.png", 1, 3, static _ => { }), 3, 32, 32), static value => Assert.Equal(1, value, 1e-6f));
    }

    [Fact]
    public void NormalisesLikeADataSet()
    {
        using var folder = new TemporaryFolder();
        var data = BatchLoaderTests.Numbered(1, 3, 8, 8);
        using var image = ImageFile.Load(Save(folder, "a.png", 8, 8, static canvas => canvas.Clear(SKColors.Black)), data);
        Assert.Equal(-data.Mean[2] / data.Std[2], image[0, 2, 5, 5].item<float>(), 1e-5f);
    }

    [Fact]
    public void WhatIsNoPictureIsNamed()
    {
        using var folder = new TemporaryFolder();
        var good = File.ReadAllBytes(Save(folder, "good.png", 64, 64, static canvas => canvas.DrawColor(SKColors.Green)));
        var text = folder.Write("text.png", "not a picture"u8.ToArray());
        Assert.Contains("does not begin like a picture", Assert.Throws<InvalidDataException>(() => Load(text, 3, 8, 8)).Message, StringComparison.Ordinal);
        var cut = folder.Write("cut.png", good[..^40]);
        Assert.Contains(cut, Assert.Throws<InvalidDataException>(() => Load(cut, 3, 8, 8)).Message, StringComparison.Ordinal);
        var empty = folder.Write("empty.png", []);
        Assert.Contains("it is empty", Assert.Throws<InvalidDataException>(() => Load(empty, 3, 8, 8)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Load(folder.File("none.png"), 3, 8, 8));
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => Load(folder.Path, 3, 8, 8)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFile.Load(text, 2, 8, 8, s_zero, s_one));
    }
}
