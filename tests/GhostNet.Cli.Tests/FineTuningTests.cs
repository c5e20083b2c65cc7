using System.Text.Json;
using GhostNet.Models;
using GhostNet.Training;
using GhostNet.Weights;
using SkiaSharp;

namespace GhostNet.Cli.Tests;

/// <summary><c>train --weights</c>, <c>--freeze</c> and <c>--lr auto</c>, from the weights of another training.</summary>
public sealed class FineTuningTests(PictureFolder pictures) : IClassFixture<PictureFolder>
{
    private static readonly string[] s_small = ["--epochs", "2", "--batch", "8", "--threads", "1"];

    [Fact]
    public void Weights_bring_their_network_their_size_and_their_normalisation()
    {
        using var folder = Other();
        var result = Train(folder, "--freeze", "1", "--out", "new", "--lr", "auto");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("The classifier gets fresh weights for 2 classes. Training: the head for 1 epoch, then all, the body with 0.1 of the rate; images of 32x32.", result.Output, StringComparison.Ordinal);
        Assert.Contains("stripes has 3 times as many images as dots", result.Output, StringComparison.Ordinal);
        Assert.Contains("--lr auto: learning rate ", result.Output, StringComparison.Ordinal);
        Assert.Contains("Loss at each learning rate", File.ReadAllText(folder.File("new/learning-rate.html")), StringComparison.Ordinal);

        var (old, trained) = (Checkpoint.Find(Path.Combine(pictures.Root, "run/checkpoints")), Checkpoint.Find(folder.File("new/checkpoints")));
        Assert.Equal(old.Data.Mean, trained.Data.Mean);
        Assert.Equal(old.Data.Transform, trained.Data.Transform);
        Assert.Equal(old.Spec!.With("classes", 2), trained.Spec!.With("classes", 2));
        Assert.Equal(new FineTuning(1), trained.Options.FineTuning);
        Assert.NotNull(((CrossEntropy)trained.Options.Loss).ClassWeights);

        // Going on needs no weights and no search: the checkpoint has all.
        File.Delete(folder.File("weights.safetensors"));
        var more = Tool.Run(folder.Path, "train", "--resume", "new", "--epochs", "3");
        Assert.True(more.Code == 0, more.ToString());
        Assert.DoesNotContain("--lr auto", more.Output, StringComparison.Ordinal);
        Assert.Equal(trained.Options.LearningRate, Checkpoint.Find(folder.File("new/checkpoints")).Options.LearningRate);
        var changed = Tool.Run(folder.Path, "train", "--resume", "new", "--epochs", "4", "--freeze", "all");
        Assert.Equal(2, changed.Code);
        Assert.Contains("--freeze cannot be changed", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Frozen_to_the_end_the_body_is_that_of_the_weights()
    {
        using var folder = Other();
        var result = Train(folder, "--freeze", "all", "--size", "40", "--class-weights", "none", "--out", "new", "--json");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("Training: only the head; images of 40x40.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("times as many", result.Error, StringComparison.Ordinal);
        using StateDict before = StateDict.Read(folder.File("weights.safetensors")), after = StateDict.Read(Checkpoint.Find(folder.File("new/checkpoints")).Path);
        foreach (var (name, value) in before.Where(item => !item.Key.StartsWith("classifier", StringComparison.Ordinal)))
        {
            Assert.True(value.equal(after[name]).all().item<bool>(), name);
        }
    }

    [Fact]
    public void The_same_classes_keep_their_classifier()
    {
        var result = Tool.Run(pictures.Root, ["train", "--data", "photos", "--weights", "run/checkpoints/best.safetensors", .. s_small, "--out", "again"]);
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("They know the same classes, so the classifier is kept.", result.Output, StringComparison.Ordinal);
        using var info = JsonDocument.Parse(File.ReadAllText(Path.Combine(pictures.Root, "again/run.json")));
        Assert.Equal(Path.Combine(pictures.Root, "run/checkpoints/best.safetensors"), info.RootElement.GetProperty("options").GetProperty("--weights").GetString());
    }

    [Theory]
    [InlineData("leave out --width", "--width", "0.5")]
    [InlineData("leave out --model", "--model", "resnet56")]
    [InlineData("--freeze 9 is more than the 2 epochs", "--freeze", "9")]
    [InlineData("--freeze is 'x', but must be a whole number in digits from 0 to 1000000, or all", "--freeze", "x")]
    [InlineData("--lr is 'fast', but must be a number with a decimal point from 1E-09 to 1000, or auto", "--lr", "fast")]
    public void What_does_not_fit_is_one_clear_error(string expected, params string[] arguments)
    {
        using var folder = Other();
        var result = Train(folder, arguments);
        Assert.NotEqual(0, result.Code);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("runs")));
    }

    [Fact]
    public void Other_channels_and_an_option_without_weights_are_refused()
    {
        using var folder = Other();
        using (var network = ModelRegistry.Create(new ModelSpec("ghostnet_cifar", 10, inputChannels: 1).With("width", 0.1)))
        {
            network.SaveWeights(folder.File("grey.safetensors"), NetworkDescription.Of(network, mean: [0.5f], std: [0.5f], height: 32, width: 32));
        }

        var grey = Tool.Run(folder.Path, "train", "--limit", "64", "--weights", "grey.safetensors");
        Assert.Equal(2, grey.Code);
        Assert.Contains("The weights of grey.safetensors are for images of 1 channel, and those of ", grey.Error, StringComparison.Ordinal);
        var lone = Tool.Run(folder.Path, "train", "--data", "other", "--freeze", "1");
        Assert.Equal(2, lone.Code);
        Assert.Contains("--freeze is for a training that begins with weights: name them with --weights.", lone.Error, StringComparison.Ordinal);
    }

    private static Programs.ProgramResult Train(TemporaryFolder folder, params string[] arguments) =>
        Tool.Run(folder.Path, ["train", "--data", "other", "--weights", "weights.safetensors", .. s_small, .. arguments]);

    /// <summary>A folder with the weights of the pictures' training, and pictures of two other classes, 24 and 8 of them.</summary>
    private TemporaryFolder Other()
    {
        var folder = new TemporaryFolder();
        File.Copy(Path.Combine(pictures.Root, "run/checkpoints/best.safetensors"), folder.File("weights.safetensors"));
        foreach (var (name, count) in new[] { ("stripes", 24), ("dots", 8) })
        {
            Directory.CreateDirectory(folder.File($"other/{name}"));
            for (var i = 0; i < count; i++)
            {
                using var bitmap = new SKBitmap(40 + i, 44);
                using var canvas = new SKCanvas(bitmap);
                canvas.Clear(new SKColor((byte)(10 * i), 90, 60));
                using var paint = new SKPaint { Color = SKColors.White };
                for (var at = 0; at < 40; at += 8)
                {
                    canvas.DrawRect(at, name == "dots" ? at : 0, 4, name == "dots" ? 4 : 44, paint);
                }

                using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
                File.WriteAllBytes(folder.File($"other/{name}/{i}.png"), data.ToArray());
            }
        }

        return folder;
    }
}
