using GhostNet.Data;
using TorchSharp;

namespace GhostNet.Tests.Data;

public sealed class AugmentationTests
{
    /// <summary>What the kernel must do, pixel by pixel.</summary>
    private static float[] Reference(ImageDataset data, AugmentationParameters place, int cutout)
    {
        var result = new float[data.ImageSize];
        for (var c = 0; c < data.Channels; c++)
        {
            var scale = (float)(1 / (255.0 * data.Std[c]));
            var bias = (float)(-(double)data.Mean[c] / data.Std[c]);
            for (var y = 0; y < data.Height; y++)
            {
                for (var x = 0; x < data.Width; x++)
                {
                    var sourceY = y + place.Top;
                    var sourceX = (place.Flip ? data.Width - 1 - x : x) + place.Left;
                    var isInside = sourceY >= 0 && sourceY < data.Height && sourceX >= 0 && sourceX < data.Width;
                    var index = (((place.Image * data.Channels) + c) * data.Height * data.Width) + (sourceY * data.Width) + sourceX;
                    var isBlank = y >= place.CutTop && y < place.CutTop + cutout && x >= place.CutLeft && x < place.CutLeft + cutout;
                    result[(((c * data.Height) + y) * data.Width) + x] = isBlank ? 0 : ((isInside ? data.Pixels[index] : 0) * scale) + bias;
                }
            }
        }

        return result;
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 5, 15)]
    [InlineData(3, 4, 16)]
    [InlineData(3, 5, 17)]
    [InlineData(2, 3, 31)]
    [InlineData(3, 32, 32)]
    [InlineData(1, 2, 50)]
    public void The_kernel_equals_a_plain_loop_bit_for_bit(int channels, int height, int width)
    {
        var data = BatchLoaderTests.Numbered(3, channels, height, width);
        const int cutout = 3;
        var kernel = new CpuAugmenter(data, cutout);
        var actual = new float[data.ImageSize];
        var augmentation = new Augmentation { Padding = width + 2, Cutout = cutout };
        for (var i = 0; i < 500; i++)
        {
            var place = AugmentationParameters.Draw(i % 3, data, augmentation, seed: 1, epoch: 2, i);
            kernel.Write(place, actual);
            Assert.Equal(Reference(data, place, cutout), actual);
        }
    }

    [Fact]
    public void Offsets_flips_and_squares_take_all_their_values_equally_often()
    {
        var data = BatchLoaderTests.Numbered(1, 3, 32, 32);
        var draws = Enumerable.Range(0, 8100)
            .Select(i => AugmentationParameters.Draw(i, data, new Augmentation { Cutout = 8 }, seed: 7, epoch: 0, i)).ToArray();
        foreach (var offsets in new[] { draws.GroupBy(static d => d.Top), draws.GroupBy(static d => d.Left) })
        {
            Assert.Equal(Enumerable.Range(-4, 9), offsets.Select(static g => g.Key).Order());
            Assert.All(offsets, static g => Assert.InRange(g.Count(), 800, 1000));
        }

        Assert.InRange(draws.Count(static d => d.Flip), 3900, 4200);
        Assert.Equal(Enumerable.Range(-4, 32), draws.Select(static d => d.CutTop).Distinct().Order());
        Assert.True(draws.Any(static d => d.Top != d.Left) && draws.Any(static d => d.CutTop != d.CutLeft));
    }

    [Fact]
    public void Two_epochs_show_each_image_both_ways()
    {
        var data = BatchLoaderTests.Numbered(1, 3, 32, 32);
        for (var image = 0; image < 100; image++)
        {
            var flips = Enumerable.Range(0, 4)
                .Select(epoch => AugmentationParameters.Draw(image, data, Augmentation.Standard, seed: 3, epoch, position: 7 * image).Flip).ToArray();
            Assert.Equal([flips[0], !flips[0], flips[0], !flips[0]], flips);
        }
    }

    [Fact]
    public void Padding_is_black_and_cutout_is_the_mean()
    {
        var data = BatchLoaderTests.Numbered(64, 1, 8, 8);
        var black = -data.Mean[0] / data.Std[0];
        using var crop = new BatchLoader(data, 64, new Augmentation { Padding = 4, Flip = false });
        var shifted = crop.Epoch(0).Single().Images.data<float>().ToArray();
        Assert.Contains(shifted, value => Math.Abs(value - black) < 1e-6);
        Assert.DoesNotContain(0f, shifted);

        using var cut = new BatchLoader(data, 64, new Augmentation { Padding = 0, Flip = false, Cutout = 4 });
        var blanked = cut.Epoch(0).Single().Images.data<float>().ToArray();
        Assert.All(blanked.Chunk(64), static image => Assert.InRange(image.Count(static value => value == 0), 4, 16));
    }

    [Fact]
    public void The_device_path_makes_the_same_batches()
    {
        var data = BatchLoaderTests.Numbered(50, 3, 9, 11);
        var augmentation = new Augmentation { Padding = 3, Cutout = 4 };
        using var host = new BatchLoader(data, 16, augmentation, shuffle: true, seed: 5);
        using var device = new BatchLoader(data, 16, augmentation, true, 5, false, torch.CPU, keepOnDevice: true);
        using var hostEpoch = host.Epoch(2).GetEnumerator();
        foreach (var batch in device.Epoch(2))
        {
            Assert.True(hostEpoch.MoveNext());
            Assert.Equal(hostEpoch.Current.Images.shape, batch.Images.shape);
            Assert.Equal(hostEpoch.Current.Labels.data<long>().ToArray(), batch.Labels.data<long>().ToArray());
            var expected = hostEpoch.Current.Images.data<float>().ToArray();
            var actual = batch.Images.data<float>().ToArray();
            Assert.All(expected.Zip(actual), static pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }

        Assert.False(hostEpoch.MoveNext());
    }
}
