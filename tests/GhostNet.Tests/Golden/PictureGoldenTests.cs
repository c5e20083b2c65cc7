using GhostNet.Data;

namespace GhostNet.Tests.Golden;

/// <summary>Transforms of pictures against PIL's pixels, which <c>pictures.py</c> wrote.</summary>
public sealed class PictureGoldenTests
{
    private static readonly GoldenCase s_cases = GoldenCase.Load("pictures.json")[0];

    private static int Side => s_cases.Int("side");

    [Fact]
    public void Resizing_GivesPilsPixels()
    {
        var resizer = new PictureResizer();
        foreach (var item in s_cases["resized"].Items)
        {
            var box = item["box"].Doubles;
            int width = item.Int("toWidth"), height = item.Int("toHeight");
            var planes = new byte[3 * width * height];
            resizer.Resize(
                TestPicture.Of(item.Int("width"), item.Int("height")),
                new ResizedAxis(box[0], box[2], width, 0, width),
                new ResizedAxis(box[1], box[3], height, 0, height),
                Enum.Parse<Interpolation>(item["interpolation"].Text),
                3,
                planes);
            AssertEqual(item, planes, $"{item.Int("width")}×{item.Int("height")} to {width}×{height}, {item["interpolation"].Text}");
        }
    }

    [Fact]
    public void Evaluation_GivesPilsPixels()
    {
        var resizer = new PictureResizer();
        foreach (var item in s_cases["evaluations"].Items)
        {
            var transform = new PictureTransform(item.Int("size"), item["cropFraction"].Number, Enum.Parse<Interpolation>(item["interpolation"].Text));
            var picture = TestPicture.Of(item.Int("width"), item.Int("height"));
            var planes = new byte[3 * transform.Size * transform.Size];
            transform.Apply(picture, 3, resizer, planes);
            AssertEqual(item, planes, $"{picture.Width}×{picture.Height}, {transform}");

            var grey = new byte[planes.Length / 3];
            transform.Apply(picture, 1, resizer, grey);
            var expected = new byte[grey.Length];
            PixelPlanes.ToLuma(planes, expected);
            Assert.Equal(expected, grey);
        }
    }

    [Fact]
    public void Changes_GivePilsPixels()
    {
        foreach (var item in s_cases["changes"].Items)
        {
            var planes = item["source"].Text == "picture" ? TestPicture.Planes(TestPicture.Of(Side, Side)) : Muted();
            Change(item["name"].Text, item["argument"].Number, planes);
            AssertEqual(item, planes, $"{item["name"].Text} {item["argument"].Number} of {item["source"].Text}");
        }
    }

    private static void Change(string name, double argument, byte[] planes)
    {
        var scratch = new byte[planes.Length / 3];
        switch (name)
        {
            case "Brightness":
                PictureColors.Brightness(planes, argument);
                break;
            case "Contrast":
                PictureColors.Contrast(planes, argument);
                break;
            case "Saturation":
                PictureColors.Saturation(planes, argument);
                break;
            case "Hue":
                PictureColors.Hue(planes, argument);
                break;
            case "Posterize":
                PictureColors.Posterize(planes, (int)argument);
                break;
            case "Solarize":
                PictureColors.Solarize(planes, argument);
                break;
            case "AutoContrast":
                PictureColors.AutoContrast(planes);
                break;
            case "Equalize":
                PictureColors.Equalize(planes);
                break;
            case "Sharpness":
                PictureWarps.Sharpness(planes, Side, scratch, argument);
                break;
            case "ShearX":
                PictureWarps.ShearX(planes, Side, scratch, argument);
                break;
            case "ShearY":
                PictureWarps.ShearY(planes, Side, scratch, argument);
                break;
            case "TranslateX":
                PictureWarps.Translate(planes, Side, scratch, (int)argument, 0);
                break;
            case "TranslateY":
                PictureWarps.Translate(planes, Side, scratch, 0, (int)argument);
                break;
            case "Rotate":
                PictureWarps.Rotate(planes, Side, scratch, argument);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, null);
        }
    }

    private static byte[] Muted()
    {
        var planes = new byte[3 * Side * Side];
        for (var i = 0; i < planes.Length; i++)
        {
            int c = i / (Side * Side), y = i / Side % Side, x = i % Side;
            planes[i] = (byte)(60 + (((x * x) + (y * 3)) / 4 % 97) + (c * (x / 8) * 9));
        }

        return planes;
    }

    private static void AssertEqual(GoldenCase item, byte[] actual, string what)
    {
        var expected = Convert.FromBase64String(item["pixels"].Text);
        Assert.Equal(expected.Length, actual.Length);
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"{what}: {expected.Zip(actual, (left, right) => Math.Abs(left - right)).Average()} levels on average");
    }
}
