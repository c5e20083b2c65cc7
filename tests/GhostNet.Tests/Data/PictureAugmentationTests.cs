using GhostNet.Data;

namespace GhostNet.Tests.Data;

public sealed class PictureAugmentationTests
{
    private const int Size = 24;
    private static readonly float[] s_colourMean = [0.1f, 0.5f, 0.9f];
    private static readonly float[] s_greyMean = [0.4f];

    /// <summary>Everything at once.</summary>
    private static readonly PictureAugmentation s_all = new()
    {
        Brightness = 0.4,
        Contrast = 0.4,
        Saturation = 0.4,
        Hue = 0.1,
        Operations = 2,
        Cutout = 5,
        Erasing = 0.5,
    };

    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 1, 9 }, { 5000, 7 }, { 7, 5000 }, { 3, 2 }, { 300, 200 }, { 24, 24 }, { 31, 1 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Any_size_gives_an_image_of_the_wanted_one(int width, int height)
    {
        foreach (var interpolation in Enum.GetValues<Interpolation>())
        {
            foreach (var mean in new[] { s_colourMean, s_greyMean })
            {
                var augmenter = new PictureAugmenter(new PictureTransform(Size, interpolation: interpolation), s_all, mean);
                for (var epoch = 0; epoch < 20; epoch++)
                {
                    Make(augmenter, TestPicture.Of(width, height), new PictureDraw(3, epoch, 5, 7), mean.Length);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Crop_lies_in_the_picture(int width, int height)
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var box = CropBox.Draw(width, height, 0.08, 4.0 / 3, new SplitMix64(seed, 0, 0));
            Assert.True(box is { Left: >= 0, Top: >= 0, Width: >= 1, Height: >= 1 }, $"{box}");
            Assert.True(box.Left + box.Width <= width && box.Top + box.Height <= height, $"{box}");
        }
    }

    [Fact]
    public void Crop_that_never_fits_is_the_largest_centred_one()
    {
        var wide = CropBox.Draw(5000, 7, 0.08, 4.0 / 3, new SplitMix64(1, 0, 0));
        Assert.Equal(new CropBox(2495, 0, 9, 7), wide);
        var high = CropBox.Draw(7, 5000, 0.08, 4.0 / 3, new SplitMix64(1, 0, 0));
        Assert.Equal(new CropBox(0, 2495, 7, 9), high);
    }

    [Fact]
    public void Crops_have_the_areas_and_ratios_of_the_paper()
    {
        // In a square picture a draw is rejected when an edge sticks out, so the areas are compared with the same rule, integrated numerically.
        const int Draws = 10_000, Edge = 1000;
        double area = 0, logRatio = 0, squaredLogRatio = 0, small = 0;
        for (var position = 0; position < Draws; position++)
        {
            var box = CropBox.Draw(Edge, Edge, 0.08, 4.0 / 3, new SplitMix64(11, 0, position));
            var fraction = box.Width * box.Height / Edge / Edge;
            area += fraction / Draws;
            small += fraction < 0.5 ? 1.0 / Draws : 0;
            logRatio += Math.Log(box.Width / box.Height) / Draws;
            squaredLogRatio += Math.Pow(Math.Log(box.Width / box.Height), 2) / Draws;
            Assert.InRange(fraction, 0.0795, 1);
            Assert.InRange(box.Width / box.Height, 0.745, 1.342);
        }

        var (expectedArea, expectedSmall, expectedSquare) = Expected(0.08, Math.Log(4.0 / 3));
        Assert.Equal(expectedArea, area, 0.01);
        Assert.Equal(expectedSmall, small, 0.02);
        Assert.Equal(0, logRatio, 0.01);
        Assert.Equal(expectedSquare, squaredLogRatio, 0.002);
    }

    [Fact]
    public void Same_numbers_give_the_same_bits_whatever_was_made_before()
    {
        var transform = new PictureTransform(Size);
        PictureAugmenter first = new(transform, s_all, s_colourMean), second = new(transform, s_all, s_colourMean);
        var draws = Enumerable.Range(0, 30).Select(i => new PictureDraw(1, i / 10, i % 10, i % 7)).ToArray();
        var picture = TestPicture.Of(61, 47);
        var forwards = draws.Select(draw => Make(first, picture, draw, 3)).ToArray();
        var backwards = draws.Reverse().Select(draw => Make(second, picture, draw, 3)).Reverse().ToArray();
        Assert.Equal(forwards, backwards);
    }

    [Fact]
    public void Another_seed_epoch_or_position_gives_another_crop()
    {
        var augmenter = new PictureAugmenter(new PictureTransform(Size), PictureAugmentation.Standard, s_colourMean);
        PictureDraw[] draws = [new(1, 0, 0, 0), new(2, 0, 0, 0), new(1, 1, 0, 0), new(1, 0, 1, 0)];
        Assert.Equal(draws.Length, draws.Select(draw => augmenter.Box(640, 480, draw)).Distinct().Count());
        Assert.Equal(augmenter.Box(640, 480, draws[0]), augmenter.Box(640, 480, draws[0]));
    }

    [Fact]
    public void Two_epochs_show_each_picture_both_ways()
    {
        var augmenter = new PictureAugmenter(new PictureTransform(Size), new PictureAugmentation { Crop = false }, s_colourMean);
        var picture = TestPicture.Of(40, 30);
        for (var image = 0; image < 20; image++)
        {
            byte[] even = Make(augmenter, picture, new PictureDraw(1, 0, image, image), 3), odd = Make(augmenter, picture, new PictureDraw(1, 1, image, image), 3);
            Assert.NotEqual(even, odd);
            Assert.Equal(even, odd.Chunk(Size).SelectMany(row => row.Reverse()).ToArray());
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void With_all_off_it_is_the_evaluations_transform(int channels)
    {
        var transform = new PictureTransform(Size);
        var augmenter = new PictureAugmenter(transform, PictureAugmentation.None, channels == 3 ? s_colourMean : s_greyMean);
        var picture = TestPicture.Of(100, 61);
        var draw = new PictureDraw(1, 2, 3, 4);
        Assert.Null(augmenter.Box(picture.Width, picture.Height, draw));
        var expected = new byte[channels * Size * Size];
        transform.Apply(picture, channels, new PictureResizer(), expected);
        Assert.Equal(expected, Make(augmenter, picture, draw, channels));
    }

    [Fact]
    public void Cutout_and_erasing_leave_the_mean()
    {
        foreach (var augmentation in new[] { PictureAugmentation.None with { Cutout = 11 }, PictureAugmentation.None with { Erasing = 1 } })
        {
            var augmenter = new PictureAugmenter(new PictureTransform(Size), augmentation, s_colourMean);
            var planes = Make(augmenter, TestPicture.Of(90, 90), new PictureDraw(5, 0, 0, 0), 3);
            var plain = Make(new PictureAugmenter(new PictureTransform(Size), PictureAugmentation.None, s_colourMean), TestPicture.Of(90, 90), default, 3);
            var changed = Enumerable.Range(0, planes.Length).Where(i => planes[i] != plain[i]).ToList();
            Assert.NotEmpty(changed);
            Assert.All(changed, i => Assert.Equal((byte)Math.Round(255 * s_colourMean[i / (Size * Size)]), planes[i]));
        }
    }

    [Fact]
    public void Each_operation_of_RandAugment_at_strength_0_keeps_the_picture_unless_it_has_no_strength()
    {
        var original = TestPicture.Planes(TestPicture.Of(Size, Size));
        for (var operation = 0; operation < RandAugment.Count; operation++)
        {
            var planes = (byte[])original.Clone();
            RandAugment.Apply(planes, Size, new byte[Size * Size], operation, magnitude: 0, isNegative: true);
            if (operation == 11)
            {
                // Solarize inverts from 255 on.
                Assert.All(Enumerable.Range(0, planes.Length), i => Assert.Equal(original[i] == 255 ? 0 : original[i], planes[i]));
            }
            else if (operation < 12)
            {
                Assert.Equal(original, planes);
            }
        }
    }

    [Theory]
    [InlineData(nameof(PictureAugmentation.MinArea))]
    [InlineData(nameof(PictureAugmentation.MaxAspect))]
    [InlineData(nameof(PictureAugmentation.Brightness))]
    [InlineData(nameof(PictureAugmentation.Contrast))]
    [InlineData(nameof(PictureAugmentation.Saturation))]
    [InlineData(nameof(PictureAugmentation.Hue))]
    [InlineData(nameof(PictureAugmentation.Operations))]
    [InlineData(nameof(PictureAugmentation.Magnitude))]
    [InlineData(nameof(PictureAugmentation.Cutout))]
    [InlineData(nameof(PictureAugmentation.Erasing))]
    public void Values_out_of_range_are_refused_by_name(string property)
    {
        var all = new PictureAugmentation
        {
            MinArea = property == nameof(PictureAugmentation.MinArea) ? double.NaN : 0.5,
            MaxAspect = property == nameof(PictureAugmentation.MaxAspect) ? 0.5 : 1,
            Brightness = property == nameof(PictureAugmentation.Brightness) ? -1 : 0,
            Contrast = property == nameof(PictureAugmentation.Contrast) ? 2 : 0,
            Saturation = property == nameof(PictureAugmentation.Saturation) ? double.PositiveInfinity : 0,
            Hue = property == nameof(PictureAugmentation.Hue) ? 0.6 : 0,
            Operations = property == nameof(PictureAugmentation.Operations) ? 15 : 0,
            Magnitude = property == nameof(PictureAugmentation.Magnitude) ? 31 : 0,
            Cutout = property == nameof(PictureAugmentation.Cutout) ? -1 : 0,
            Erasing = property == nameof(PictureAugmentation.Erasing) ? 1.1 : 0,
        };
        var wrong = Assert.Throws<ArgumentException>(all.Validate);
        Assert.Contains($"PictureAugmentation.{property} is", wrong.Message, StringComparison.Ordinal);
    }

    private static byte[] Make(PictureAugmenter augmenter, Picture picture, PictureDraw draw, int channels)
    {
        var planes = new byte[channels * Size * Size];
        augmenter.Apply(picture, augmenter.Box(picture.Width, picture.Height, draw), draw, planes);
        return planes;
    }

    /// <summary>Mean area, fraction below a half and mean square of the logarithm of the ratio, of crops that fit into a square.</summary>
    private static (double Area, double Small, double Square) Expected(double minArea, double maxLog)
    {
        const int Steps = 1000;
        double sum = 0, area = 0, small = 0, square = 0;
        for (var i = 0; i < Steps; i++)
        {
            var fraction = minArea + ((1 - minArea) * (i + 0.5) / Steps);
            for (var j = 0; j < Steps; j++)
            {
                var log = maxLog * (((j + 0.5) / Steps * 2) - 1);
                if (fraction * Math.Exp(Math.Abs(log)) <= 1)
                {
                    (sum, area, small, square) = (sum + 1, area + fraction, small + (fraction < 0.5 ? 1 : 0), square + (log * log));
                }
            }
        }

        return (area / sum, small / sum, square / sum);
    }
}
