using GhostNet.Data;

namespace GhostNet.Tests.Data;

public sealed class ImageFolderTests
{
    private static readonly PictureTransform s_small = new(16);

    private static DatasetSplit Load(string root, bool skipBroken = false) =>
        ImageFolder.Load(root, s_small, skipBroken, cancellationToken: TestContext.Current.CancellationToken);

    [Fact]
    public void Classes_and_pictures_are_sorted_ordinally()
    {
        using var folder = new TemporaryFolder();
        string[] classes = ["Zebra", "a'b \"c\"", "apfel", "زرافة", "猫"];
        folder.DrawClasses("photos", classes, 2);
        folder.Draw("photos/apfel/x/y/deep.JPG");
        var pictures = ImageFolder.Open(folder.File("photos"));
        Assert.Equal(classes.Order(StringComparer.Ordinal), pictures.ClassNames);
        Assert.Equal("photos", pictures.Name);
        Assert.Equal(11, pictures.Count);
        Assert.Equal(Enumerable.Range(0, 11).Select(pictures.LabelOf).Order(), Enumerable.Range(0, 11).Select(pictures.LabelOf));
        Assert.EndsWith("deep.JPG", pictures.NameOf(6), StringComparison.Ordinal);
        Assert.Equal("apfel", pictures.ClassNames[pictures.LabelOf(6)]);
        using var stream = pictures.Open(6);
        Assert.Equal(0xFF, stream.ReadByte());
    }

    [Fact]
    public void Three_hundred_classes_are_named()
    {
        using var folder = new TemporaryFolder();
        folder.DrawClasses("many", Enumerable.Range(0, 300).Select(i => $"{i:D3}"), 1);
        var data = Load(folder.File("many"));
        Assert.Equal(300, data.Train.ClassNames.Count);
        Assert.Equal(299, data.Train.Labels[^1]);
        Assert.Equal("299", data.Train.ClassNames[data.Train.Labels[^1]]);
        Assert.Equal((0, 16, 16), (data.Test.Count, data.Test.Height, data.Test.Width));
    }

    [Fact]
    public void What_is_hidden_or_no_picture_is_passed_over()
    {
        using var folder = new TemporaryFolder();
        folder.DrawClasses("p", ["a", "b"], 1);
        folder.Draw("p/.hidden/x.png");
        folder.Draw("p/a/.x.png");
        folder.Write("p/a/Thumbs.db", [1]);
        folder.Write("p/README.txt", [1]);
        Assert.Equal(2, ImageFolder.Open(folder.File("p")).Count);
    }

    [Fact]
    public void Parts_are_read_with_the_classes_of_the_training_images()
    {
        using var folder = new TemporaryFolder();
        folder.DrawClasses("p/train", ["a", "b", "c"], 3);
        folder.DrawClasses("p/val", ["b", "c"], 2);
        folder.DrawClasses("p/test", ["c"], 1);
        var data = Load(folder.File("p"));
        Assert.Equal((9, 4, 1), (data.Train.Count, data.Validation!.Count, data.Test.Count));
        Assert.Equal([1, 1, 2, 2], data.Validation.Labels);
        Assert.Equal([2], data.Test.Labels);
        Assert.Equal(("p train", "p val", "p test"), (data.Train.Name, data.Validation.Name, data.Test.Name));
    }

    [Fact]
    public void A_class_may_be_called_train()
    {
        using var folder = new TemporaryFolder();
        folder.DrawClasses("p", ["car", "plane", "train"], 1);
        Assert.Equal(3, Load(folder.File("p")).Train.ClassNames.Count);
    }

    [Fact]
    public void A_class_with_one_picture_stays_among_the_training_images()
    {
        using var folder = new TemporaryFolder();
        folder.DrawClasses("p", ["many"], 10);
        folder.DrawClasses("p", ["one"], 1);
        var data = Load(folder.File("p")).WithValidation(0.3);
        Assert.Equal([0, 0, 0], data.Validation!.Labels);
        Assert.Contains(1, data.Train.Labels);
        Assert.Equal(8, data.Train.Count);
    }

    public static TheoryData<string, string[], string> Mistakes { get; } = new()
    {
        { "an empty class", ["p/a/1.png", "p/b/1.png", "p/empty/"], "class without pictures: empty" },
        { "one class", ["p/a/1.png"], "one class only, a" },
        { "no pictures", ["p/a/", "p/b/"], "has no pictures" },
        { "nothing", ["p/"], "has no pictures" },
        { "a picture beside the classes", ["p/a/1.png", "p/b/1.png", "p/c.png"], "what class they are is not known" },
        { "an unknown part", ["p/train/a/1.png", "p/train/b/1.png", "p/valid/a/1.png"], "also valid" },
        { "another class in a part", ["p/train/a/1.png", "p/train/b/1.png", "p/val/c/1.png"], "not trained: c" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_gets_one_clear_error(string what, string[] content, string expected)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in content)
        {
            if (name.EndsWith('/'))
            {
                Directory.CreateDirectory(folder.File(name));
            }
            else
            {
                folder.Draw(name);
            }
        }

        var wrong = Assert.Throws<InvalidDataException>(() => Load(folder.File("p")));
        Assert.True(wrong.Message.Contains(expected, StringComparison.Ordinal), $"{what}: {wrong.Message}");
        Assert.Contains(folder.Path, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("does not exist", Assert.Throws<DirectoryNotFoundException>(() => Load(folder.File("none"))).Message, StringComparison.Ordinal);
        Assert.Contains("is a file", Assert.Throws<DirectoryNotFoundException>(() => Load(folder.Write("file", [1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_are_followed_but_not_in_a_circle()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a permission there.");
        using var folder = new TemporaryFolder();
        folder.DrawClasses("p", ["a", "b"], 1);
        folder.DrawClasses("elsewhere", ["c"], 2);
        Directory.CreateSymbolicLink(folder.File("p/c"), folder.File("elsewhere/c"));
        File.CreateSymbolicLink(folder.File("p/a/link.png"), folder.File("p/b/000.png"));
        Assert.Equal(5, ImageFolder.Open(folder.File("p")).Count);
        Directory.CreateSymbolicLink(folder.File("p/b/again"), folder.File("p"));
        Assert.Contains("again", Assert.Throws<IOException>(() => ImageFolder.Open(folder.File("p"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_pictures_are_named_together_or_left_out()
    {
        using var folder = new TemporaryFolder();
        folder.DrawClasses("p", ["a", "b"], 20);
        for (var i = 0; i < 23; i++)
        {
            folder.Write($"p/a/broken {i:D2}.jpg", "no picture"u8.ToArray());
        }

        folder.Write("p/b/phone.heic", [1]);
        folder.Write("p/b/empty.png", []);
        var whole = File.ReadAllBytes(folder.Draw("p/b/cut.png"));
        folder.Write("p/b/cut.png", whole[..^40]);
        var wrong = Assert.Throws<InvalidDataException>(() => Load(folder.File("p"))).Message;
        Assert.StartsWith("26 of 66 pictures of p cannot be read.", wrong, StringComparison.Ordinal);
        Assert.Contains("broken 19.jpg", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("broken 20.jpg", wrong, StringComparison.Ordinal);
        Assert.EndsWith("and 6 more", wrong, StringComparison.Ordinal);

        var data = Load(folder.File("p"), skipBroken: true).Train;
        Assert.Equal((40, 26), (data.Count, data.Skipped.Count));
        Assert.Contains("Convert it to JPEG", data.Skipped[^1].Problem, StringComparison.Ordinal);
        Assert.All(data.Skipped, file => Assert.StartsWith(file.Path, file.Problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_dangling_link_is_a_broken_picture()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a permission there.");
        using var folder = new TemporaryFolder();
        folder.DrawClasses("p", ["a", "b"], 1);
        File.CreateSymbolicLink(folder.File("p/a/gone.png"), folder.File("nowhere.png"));
        Assert.Contains("gone.png", Assert.Throws<InvalidDataException>(() => Load(folder.File("p"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Looking_at_the_pictures_can_be_watched_and_stopped()
    {
        using var folder = new TemporaryFolder();
        folder.DrawClasses("p", ["a", "b"], 20);
        var progress = new Seen();
        ImageFolder.Load(folder.File("p"), s_small, progress: progress, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, progress.Values.Max());
        Assert.Equal(40, progress.Values.Count);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ImageFolder.Load(folder.File("p"), s_small, cancellationToken: stopped.Token));
    }

    private sealed class Seen : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value)
        {
            lock (Values)
            {
                Values.Add(value);
            }
        }
    }
}
