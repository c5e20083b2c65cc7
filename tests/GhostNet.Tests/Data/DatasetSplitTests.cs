using GhostNet.Data;

namespace GhostNet.Tests.Data;

public sealed class DatasetSplitTests
{
    [Fact]
    public void Validation_takes_the_same_fraction_of_each_class_and_no_image_twice()
    {
        var whole = Shapes.Create(train: 300, test: 20);
        var split = whole.WithValidation(0.2, seed: 3);
        Assert.Equal((240, 60, 20), (split.Train.Count, split.Validation!.Count, split.Test.Count));
        Assert.All(split.Validation.Labels.CountBy(label => label), group => Assert.Equal(6, group.Value));
        Assert.Same(whole.Test, split.Test);
        Assert.Equal(Images(whole.Train).Order(), Images(split.Train).Concat(Images(split.Validation)).Order());

        // Each part keeps the order of the whole.
        var order = Images(whole.Train).ToList();
        Assert.Equal(Images(split.Train), Images(split.Train).OrderBy(order.IndexOf));
        Assert.Equal("Shapes train, validation part", split.Validation.Name);
        Assert.Equal(whole.Train.Mean, split.Validation.Mean);
        Assert.True(split.Validation.IsSynthetic);
    }

    [Fact]
    public void The_seed_decides_which_images()
    {
        var whole = Shapes.Create(train: 100, test: 10);
        Assert.Equal(whole.WithValidation(seed: 1).Validation!.Pixels, whole.WithValidation(seed: 1).Validation!.Pixels);
        Assert.NotEqual(whole.WithValidation(seed: 1).Validation!.Pixels, whole.WithValidation(seed: 2).Validation!.Pixels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_fraction_that_leaves_nothing_is_refused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Shapes.Create(train: 20, test: 10).WithValidation(fraction));

    [Fact]
    public void Too_few_images_and_a_second_validation_part_are_refused()
    {
        var single = Assert.Throws<ArgumentException>(() => Shapes.Create(train: 10, test: 10).WithValidation());
        Assert.Contains("has no two images of a class", single.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Shapes.Create(train: 20, test: 10).WithValidation().WithValidation());
        Assert.Equal(10, Shapes.Create(train: 20, test: 10).WithValidation(0.01).Validation!.Count);
    }

    [Fact]
    public void Pictures_that_are_in_two_parts_are_found()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 6; i++)
        {
            folder.Draw($"p/train/{(i % 2 == 0 ? "a" : "b")}/{i}.png", 120, 90, seed: i);
            folder.Draw($"p/val/{(i % 2 == 0 ? "a" : "b")}/{i}.png", 120, 90, seed: 100 + i);
        }

        File.Copy(folder.File("p/train/a/0.png"), folder.File("p/val/a/copy.png"));
        using (var bitmap = SkiaSharp.SKBitmap.Decode(folder.File("p/train/b/1.png")))
        using (var smaller = bitmap.Resize(new SkiaSharp.SKSizeI(80, 60), new SkiaSharp.SKSamplingOptions(SkiaSharp.SKFilterMode.Linear, SkiaSharp.SKMipmapMode.Linear)))
        using (var data = smaller.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 90))
        {
            folder.Write("p/val/b/smaller.jpg", data.ToArray());
        }

        var split = ImageFolder.Load(folder.File("p"), new PictureTransform(16), cancellationToken: TestContext.Current.CancellationToken);
        var found = split.FindDuplicates();
        Assert.Equal(["copy.png", "smaller.jpg"], found.Select(picture => Path.GetFileName(picture.Other)));
        Assert.Equal(["0.png", "1.png"], found.Select(picture => Path.GetFileName(picture.Training)));
        Assert.Equal([true, false], found.Select(picture => picture.IsExact));
        Assert.Contains("looks like one in p val", found[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_pictures_that_look_alike_the_nearest_is_named()
    {
        using var folder = new TemporaryFolder();
        folder.Draw("p/train/b/0.png", 120, 90, seed: 7);
        folder.Draw("p/val/b/0.png", 120, 90, seed: 8);
        var first = folder.Draw("p/train/a/0.png", 120, 90, seed: 1);
        using (var bitmap = SkiaSharp.SKBitmap.Decode(first))
        using (var rough = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 40))
        {
            folder.Write("p/train/a/1.jpg", rough.ToArray());
        }

        using (var bitmap = SkiaSharp.SKBitmap.Decode(folder.File("p/train/a/1.jpg")))
        using (var same = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100))
        {
            folder.Write("p/val/a/0.png", same.ToArray());
        }

        var split = ImageFolder.Load(folder.File("p"), new PictureTransform(16), cancellationToken: TestContext.Current.CancellationToken);
        var found = Assert.Single(split.FindDuplicates());
        Assert.Equal(("1.jpg", false), (Path.GetFileName(found.Training), found.IsExact));
    }

    [Fact]
    public void Images_that_are_in_two_parts_are_found()
    {
        var images = BatchLoaderTests.Numbered(6);
        var found = Assert.Single(new DatasetSplit(images.Take(3), images.Subset([4, 2])).FindDuplicates());
        Assert.Equal(("image 2", "image 1", true), (found.Training, found.Other, found.IsExact));
    }

    private static IEnumerable<string> Images(ImageDataset data) =>
        Enumerable.Range(0, data.Count).Select(i => $"{data.Labels[i]}: {Convert.ToHexString(data.Pixels, i * data.ImageSize, data.ImageSize)}");
}
