using GhostNet.Data;
using TorchSharp;

namespace GhostNet.Tests.Data;

public sealed class PictureLoadingTests
{
    private static readonly PictureTransform s_small = new(16);

    private static readonly PictureAugmentation s_varied = new() { Brightness = 0.4, Saturation = 0.4, Hue = 0.1, Operations = 2, Cutout = 4, Erasing = 0.5 };

    private static ImageDataset Load(string root, int cacheMegabytes = 8, IReadOnlyList<float>? mean = null, IReadOnlyList<float>? std = null) => ImageFolder.Load(
        root, s_small, mean: mean, std: std, cacheMegabytes: cacheMegabytes, cancellationToken: TestContext.Current.CancellationToken).Train;

    private static BatchLoader Varied(ImageDataset data, int? threads = null, int seed = 3) =>
        new(data, 4, null, shuffle: true, seed, dropLast: false, torch.CPU, keepOnDevice: false, s_varied, threads);

    private static List<(float[] Images, long[] Labels)> Epoch(BatchLoader loader, int epoch = 0, int firstStep = 0) =>
        [.. loader.Epoch(epoch, firstStep).Select(static batch => (batch.Images.data<float>().ToArray(), batch.Labels.data<long>().ToArray()))];

    private static void AssertSame(List<(float[] Images, long[] Labels)> expected, List<(float[] Images, long[] Labels)> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one.Labels, other.Labels);
            Assert.Equal(one.Images, other.Images);
        }
    }

    [Fact]
    public void Neither_the_threads_nor_the_cache_change_a_bit()
    {
        using var folder = new TemporaryFolder();
        var root = folder.DrawClasses("p", ["a", "b", "c"], 5, ".jpg");
        folder.Draw("p/a/large.jpg", 300, 200, 77);
        using var one = Varied(Load(root), threads: 1);
        var expected = Epoch(one, 2);
        using var many = Varied(Load(root), threads: 5);
        AssertSame(expected, Epoch(many, 2));
        using var uncached = Varied(Load(root, cacheMegabytes: 0), threads: 3);
        Epoch(uncached);
        AssertSame(expected, Epoch(uncached, 2));
        AssertSame(expected[2..], Epoch(uncached, 2, firstStep: 2));
        Assert.NotEqual(expected[0].Images, Epoch(many, 3)[0].Images);
    }

    [Fact]
    public void A_picture_is_prepared_for_prediction_as_for_validation()
    {
        using var folder = new TemporaryFolder();
        var root = folder.DrawClasses("p", ["a", "b"], 3, ".jpg");
        foreach (var data in new[] { Load(root), Load(root, mean: [0.5f], std: [0.25f]) })
        {
            using var loader = new BatchLoader(data, 4);
            var images = Epoch(loader).SelectMany(static batch => batch.Images).ToArray();
            foreach (var (index, path) in Directory.GetFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Index())
            {
                var expected = images[(index * data.ImageSize)..((index + 1) * data.ImageSize)];
                using var like = ImageFile.Load(path, data);
                Assert.Equal([1, data.Channels, 16, 16], like.shape);
                Assert.Equal(expected, like.data<float>().ToArray());
                using var alone = ImageFile.Load(path, data.Transform!, data.Mean, data.Std);
                Assert.Equal(expected, alone.data<float>().ToArray());
                var pixels = data.Image(index);
                Assert.All(Enumerable.Range(0, pixels.Length), i =>
                {
                    var channel = i / 256;
                    Assert.Equal(((pixels[i] / 255f) - data.Mean[channel]) / data.Std[channel], expected[i], 1e-4f);
                });
            }
        }
    }

    [Fact]
    public void A_short_last_batch_and_a_second_loader_are_right()
    {
        using var folder = new TemporaryFolder();
        var data = Load(folder.DrawClasses("p", ["a", "b"], 5));
        using var loader = new BatchLoader(data, 4);
        var batches = Epoch(loader);
        Assert.Equal([4, 4, 2], batches.Select(static batch => batch.Labels.Length));
        Assert.Equal(data.Labels.Select(static label => (long)label), batches.SelectMany(static batch => batch.Labels));
        Assert.Equal(2 * data.ImageSize, batches[2].Images.Length);
    }

    [Fact]
    public void Tensors_are_freed()
    {
        using var folder = new TemporaryFolder();
        var data = Load(folder.DrawClasses("p", ["a", "b"], 5));
        var before = LiveTensors.Settle();
        using (var loader = new BatchLoader(data, 4))
        {
            using var scope = torch.NewDisposeScope();
            Assert.All(loader.Epoch(0), static batch => Assert.False(batch.Images.IsInvalid));
            Assert.All(loader.Epoch(1), static batch => Assert.False(batch.Labels.IsInvalid));
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void The_other_kind_of_augmentation_is_refused()
    {
        using var folder = new TemporaryFolder();
        var data = Load(folder.DrawClasses("p", ["a", "b"], 2));
        Assert.Contains("pictureAugmentation", Assert.Throws<ArgumentException>(() => new BatchLoader(data, 2, Augmentation.Standard)).Message, StringComparison.Ordinal);
        Assert.Contains("block of pixels", Assert.Throws<ArgumentException>(
            () => new BatchLoader(BatchLoaderTests.Numbered(4), 2, pictureAugmentation: PictureAugmentation.Standard)).Message, StringComparison.Ordinal);
        Assert.Contains("take Image(index)", Assert.Throws<InvalidOperationException>(() => data.Pixels).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_vanishes_during_training_is_named()
    {
        using var folder = new TemporaryFolder();
        var root = folder.DrawClasses("p", ["a", "b"], 3);
        var data = Load(root, cacheMegabytes: 0);
        File.Delete(Path.Combine(root, "b", "001.png"));
        using var loader = new BatchLoader(data, 6);
        Assert.Contains("001.png is missing", Assert.Throws<FileNotFoundException>(() => Epoch(loader)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_for_decoded_pictures_is_bounded()
    {
        var budget = new PictureBudget(1);
        Assert.True(budget.TryTake(1 << 19));
        Assert.False(budget.TryTake((1 << 19) + 1));
        Assert.True(budget.TryTake(1 << 19));
        Assert.False(budget.TryTake(1));
        budget.GiveBack(1);
        Assert.True(budget.TryTake(1));
    }

    [Fact]
    public void A_source_of_ones_own_is_one_small_interface()
    {
        using var folder = new TemporaryFolder();
        byte[][] files = [.. Enumerable.Range(0, 4).Select(i => File.ReadAllBytes(folder.Draw($"{i}.png", seed: i)))];
        var data = ImageDataset.FromPictures(new InMemory(files, ["..", "猫"]), s_small, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(("in memory", 4), (data.Name, data.Count));
        Assert.Equal([0, 1, 0, 1], data.Labels);
        files[2] = [1, 2, 3];
        Assert.Contains("picture 2", Assert.Throws<InvalidDataException>(() => ImageDataset.FromPictures(new InMemory(files, ["..", "猫"]), s_small)).Message, StringComparison.Ordinal);
        Assert.Contains("label 1", Assert.Throws<ArgumentException>(() => ImageDataset.FromPictures(new InMemory(files[..2], ["only"]), s_small)).Message, StringComparison.Ordinal);
    }

    private sealed class InMemory(byte[][] files, string[] classNames) : IImageSource
    {
        public string Name => "in memory";

        public IReadOnlyList<string> ClassNames => classNames;

        public int Count => files.Length;

        public int LabelOf(int index) => index % 2;

        public string NameOf(int index) => $"picture {index}";

        public Stream Open(int index) => new MemoryStream(files[index]);
    }
}
