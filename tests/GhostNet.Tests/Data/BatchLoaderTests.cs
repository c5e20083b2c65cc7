using GhostNet.Data;
using TorchSharp;

namespace GhostNet.Tests.Data;

public sealed class BatchLoaderTests
{
    /// <summary>Images whose pixels tell image, channel, row and column apart.</summary>
    internal static ImageDataset Numbered(int count, int channels = 3, int height = 5, int width = 7)
    {
        var pixels = new byte[count * channels * height * width];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)(1 + ((i * 31L) % 255));
        }

        var labels = Enumerable.Range(0, count).Select(static i => i % 200).ToArray();
        var mean = Enumerable.Range(0, channels).Select(static c => 0.4f + (0.05f * c)).ToArray();
        var std = Enumerable.Range(0, channels).Select(static c => 0.2f + (0.03f * c)).ToArray();
        return new ImageDataset("numbered", pixels, labels, channels, height, width,
            [.. Enumerable.Range(0, 200).Select(static i => $"class {i}")], mean, std);
    }

    private static List<(float[] Images, long[] Labels)> Collect(BatchLoader loader, int epoch, int firstStep = 0) =>
        [.. loader.Epoch(epoch, firstStep).Select(static batch => (batch.Images.data<float>().ToArray(), batch.Labels.data<long>().ToArray()))];

    private static float[] All(BatchLoader loader, int epoch) => [.. Collect(loader, epoch).SelectMany(static batch => batch.Images)];

    [Theory]
    [InlineData(1, 5, 7)]
    [InlineData(3, 3, 16)]
    [InlineData(3, 4, 33)]
    [InlineData(2, 32, 32)]
    [InlineData(1, 1, 1)]
    public void Plain_batches_are_the_normalised_images(int channels, int height, int width)
    {
        var data = Numbered(10, channels, height, width);
        using var loader = new BatchLoader(data, 4);
        var batches = Collect(loader, 0);
        Assert.Equal([4, 4, 2], batches.Select(static batch => batch.Labels.Length));
        Assert.Equal(data.Labels.Select(static label => (long)label), batches.SelectMany(static batch => batch.Labels));
        var actual = batches.SelectMany(static batch => batch.Images).ToArray();
        for (var i = 0; i < actual.Length; i++)
        {
            var channel = i / (height * width) % channels;
            Assert.Equal(((data.Pixels[i] / 255.0) - data.Mean[channel]) / data.Std[channel], actual[i], 1e-5);
        }
    }

    [Fact]
    public void Batches_have_the_shapes_of_the_contract()
    {
        using var loader = new BatchLoader(Numbered(10), 4);
        var shapes = loader.Epoch(0).Select(static batch => (batch.Images.dtype, batch.Labels.dtype, string.Join(",", batch.Images.shape), batch.Count)).ToArray();
        Assert.Equal((torch.float32, torch.int64, "4,3,5,7", 4), shapes[0]);
        Assert.Equal((torch.float32, torch.int64, "2,3,5,7", 2), shapes[2]);
    }

    [Fact]
    public void Each_epoch_has_every_image_once_in_an_order_of_its_own()
    {
        var data = Numbered(101);
        using var loader = new BatchLoader(data, 16, shuffle: true, seed: 3);
        var first = Collect(loader, 0).SelectMany(static batch => batch.Labels).ToArray();
        var second = Collect(loader, 1).SelectMany(static batch => batch.Labels).ToArray();
        Assert.Equal(Enumerable.Range(0, 101).Select(static i => (long)i), first.Order());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(first.Order(), first);
    }

    [Fact]
    public void A_batch_depends_on_seed_epoch_and_step_alone()
    {
        var data = Numbered(101);
        var augmentation = new Augmentation { Padding = 2, Cutout = 2 };
        using var loader = new BatchLoader(data, 16, augmentation, shuffle: true, seed: 3);
        using var other = new BatchLoader(data, 16, augmentation, shuffle: true, seed: 3);
        using var otherSeed = new BatchLoader(data, 16, augmentation, shuffle: true, seed: 4);
        var whole = Collect(loader, 5);
        Assert.Equal(whole.SelectMany(static b => b.Images), Collect(other, 5).SelectMany(static b => b.Images));
        Assert.Equal(whole.Skip(3).SelectMany(static b => b.Images), Collect(other, 5, firstStep: 3).SelectMany(static b => b.Images));
        Assert.NotEqual(whole.SelectMany(static b => b.Images), All(otherSeed, 5));
        Assert.NotEqual(whole.SelectMany(static b => b.Images), All(loader, 6));
    }
}
