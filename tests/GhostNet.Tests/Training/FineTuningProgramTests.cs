using System.Text.RegularExpressions;
using GhostNet.Arrows;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using SkiaSharp;

namespace GhostNet.Tests.Training;

/// <summary>The program for fine-tuning in the README.</summary>
public sealed partial class FineTuningProgramTests : OneThread
{
    [Fact]
    public void The_program_of_the_README_is_this_one_and_works()
    {
        using var folder = new TemporaryFolder();
        DrawPhotos(folder.File("photos"));
        LearnOthers(folder.File("runs/cifar10/checkpoints"));

        // README
        var weights = Checkpoint.Find(folder.File("runs/cifar10/checkpoints"));
        var photos = ImageFolder.Load(folder.File("photos"), new PictureTransform(64), mean: weights.Data.Mean, std: weights.Data.Std).WithValidation(0.1);
        using var trained = weights.CreateModel();
        using var network = trained.WithClasses(photos.Train.ClassNames.Count);
        using var trainer = new Trainer(network, TrainingOptions.ForFineTuning(photos.Train));
        var history = trainer.Fit(photos.Train, photos.Validation, new ModelCheckpoint(folder.File("runs/photos")));
        Console.WriteLine(history.Best);
        // README

        Assert.Equal(40, history.Epochs.Count);
        Assert.Equal(weights.Data.Mean, Checkpoint.Find(folder.File("runs/photos")).Data.Mean);
        var here = File.ReadAllText(Path.Combine(Repository.Root, "tests/GhostNet.Tests/Training/FineTuningProgramTests.cs")).Split("        // README\n")[1];
        var program = InFolder().Replace(here, "$1").Replace("\n        ", "\n", StringComparison.Ordinal).Trim();
        Assert.Contains($"```cs\n{program}\n```\n", File.ReadAllText(Path.Combine(Repository.Root, "README.md")), StringComparison.Ordinal);
    }

    private static void DrawPhotos(string folder)
    {
        for (var i = 0; i < 8; i++)
        {
            var name = i % 2 == 0 ? "warm" : "cold";
            Directory.CreateDirectory(Path.Combine(folder, name));
            using var bitmap = new SKBitmap(30 + i, 40 - i);
            bitmap.Erase(i % 2 == 0 ? SKColors.Orange : SKColors.Navy);
            using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(folder, name, $"{i}.png"), data.ToArray());
        }
    }

    /// <summary>A network of ten classes that has learnt something, as a checkpoint.</summary>
    private static void LearnOthers(string folder)
    {
        var shapes = Shapes.Create(train: 32, test: 10);
        using var model = new GhostNetV1(new GhostNetConfig { Width = 0.1, Classes = 10, StemStride = 2, HeadChannels = 16 });
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 4, BatchSize = 4, Device = "cpu" });
        trainer.Fit(shapes.Train, null, new ModelCheckpoint(folder));
    }

    [GeneratedRegex(@"folder\.File\((""[^""]*"")\)")]
    private static partial Regex InFolder();
}
