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
    public void A_picture_of_the_right_size_keeps_its_pixels()
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
    public void Any_size_is_cut_to_the_middle_and_averaged(SKEncodedImageFormat format)
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
    public void Small_pictures_grow_and_transparent_ones_lie_on_white()
    {
        using var folder = new TemporaryFolder();
        Assert.All(Load(Save(folder, "tiny.png", 1, 3, static _ => { }), 3, 32, 32), static value => Assert.Equal(1, value, 1e-6f));
    }

    [Fact]
    public void Normalises_as_a_data_set_does()
    {
        using var folder = new TemporaryFolder();
        var data = BatchLoaderTests.Numbered(1, 3, 8, 8);
        using var image = ImageFile.Load(Save(folder, "a.png", 8, 8, static canvas => canvas.Clear(SKColors.Black)), data);
        Assert.Equal(-data.Mean[2] / data.Std[2], image[0, 2, 5, 5].item<float>(), 1e-5f);
    }

    /// <summary>As a person sees it there are always red and green above blue and white.</summary>
    [Theory]
    [InlineData(SKEncodedImageFormat.Png, true)]
    [InlineData(SKEncodedImageFormat.Png, false)]
    [InlineData(SKEncodedImageFormat.Jpeg, true)]
    [InlineData(SKEncodedImageFormat.Webp, true)]
    public void A_picture_is_turned_the_way_its_camera_was_held(SKEncodedImageFormat format, bool isLittle)
    {
        using var folder = new TemporaryFolder();

        // The corners of the stored picture, row by row, for each orientation: which of the four upright ones is there.
        int[][] corners = [[0, 1, 2, 3], [1, 0, 3, 2], [3, 2, 1, 0], [2, 3, 0, 1], [0, 2, 1, 3], [1, 3, 0, 2], [3, 1, 2, 0], [2, 0, 3, 1]];
        SKColor[] colors = [SKColors.Red, SKColors.Lime, SKColors.Blue, SKColors.White];
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            var (width, height) = orientation >= 5 ? (16, 32) : (32, 16);
            using var bitmap = new SKBitmap(width, height);
            using (var canvas = new SKCanvas(bitmap))
            {
                for (var i = 0; i < 4; i++)
                {
                    using var paint = new SKPaint { Color = colors[corners[orientation - 1][i]] };
                    canvas.DrawRect(i % 2 * width / 2, i / 2 * height / 2, width / 2, height / 2, paint);
                }
            }

            using var pixmap = bitmap.PeekPixels();
            using var data = format == SKEncodedImageFormat.Webp
                ? pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 50))
                : bitmap.Encode(format, 100);
            var values = Load(folder.Write("a", Oriented.With(data!.ToArray(), format, width, height, orientation, isLittle)), 3, 16, 32);
            for (var i = 0; i < 4; i++)
            {
                var pixel = (32 * ((8 * (i / 2)) + 4)) + (16 * (i % 2)) + 8;
                Assert.Equal(colors[i].Red / 255f, values[pixel], 0.1f);
                Assert.Equal(colors[i].Green / 255f, values[512 + pixel], 0.1f);
                Assert.Equal(colors[i].Blue / 255f, values[1024 + pixel], 0.1f);
            }
        }
    }

    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(1_000_000, 1_000_000)]
    public void A_few_bytes_do_not_pose_as_many_pixels(int width, int height)
    {
        using var folder = new TemporaryFolder();
        byte[] size = [.. BitConverter.GetBytes(width).Reverse(), .. BitConverter.GetBytes(height).Reverse(), 8, 2, 0, 0, 0];
        using var content = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(content, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(new byte[1_000_000]);
        }

        byte[] signature = [0x89, .. "PNG\r\n\u001a\n"u8];
        var path = folder.Write("bomb.png", [
            .. signature, .. Oriented.PngChunk("IHDR"u8, size), .. Oriented.PngChunk("IDAT"u8, content.ToArray()), .. Oriented.PngChunk("IEND"u8, [])]);
        var wrong = Assert.Throws<InvalidDataException>(() => Load(path, 3, 8, 8));
        Assert.Contains(path, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20_000, 1)]
    [InlineData(1, 20_000)]
    public void Very_long_pictures_keep_their_middle(int width, int height)
    {
        using var folder = new TemporaryFolder();
        Assert.All(
            Load(Save(folder, "long.png", width, height, static canvas => canvas.Clear(new SKColor(51, 51, 51))), 3, 32, 32),
            static value => Assert.Equal(0.2f, value, 1e-6f));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Large_photographs_are_made_smaller_while_they_are_decoded(SKEncodedImageFormat format)
    {
        using var folder = new TemporaryFolder();
        using var left = new SKPaint { Color = new SKColor(255, 0, 0) };
        var path = Save(folder, "large", 4000, 3000, canvas =>
        {
            canvas.Clear(SKColors.Blue);
            canvas.DrawRect(0, 0, 2000, 3000, left);
        }, format);
        var values = Load(path, 3, 32, 32);
        Assert.Equal(1, values[(32 * 16) + 4], 0.05f);
        Assert.Equal(0, values[(32 * 16) + 27], 0.05f);
        Assert.Equal(1, values[2048 + (32 * 16) + 27], 0.05f);
    }

    [Fact]
    public void What_is_not_a_picture_is_named()
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
