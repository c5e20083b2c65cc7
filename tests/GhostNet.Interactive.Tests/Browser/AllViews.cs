using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Interactive.Tests.Curves;
using GhostNet.Interactive.Views;
using GhostNet.Metrics;
using GhostNet.Models;
using GhostNet.Training;
using TorchSharp;

namespace GhostNet.Interactive.Tests.Browser;

/// <summary>One view of each kind, as a reader of the notebooks meets them.</summary>
internal static class AllViews
{
    private static readonly Lazy<View[]> s_views = new(() => [.. Create()]);

    /// <summary>The views, made once.</summary>
    public static View[] Views => s_views.Value;

    private static IEnumerable<View> Create()
    {
        var data = Shapes.Create(train: 320, test: 200, seed: 3);
        using var model = new GhostNetV1(new GhostNetConfig { Width = 0.25, Classes = 10, StemStride = 2, HeadChannels = 64 });
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 2, BatchSize = 32, LearningRate = 0.05, Device = "cpu" });
        trainer.Fit(data.Train, data.Test);
        using var batch = torch.rand(4, 16, 12, 12);
        using var row = torch.linspace(-3, 5, 40);
        using var wide = torch.randn(24, 300);
        yield return batch.View();
        yield return row.View();
        yield return wide.View();
        yield return data.Train.View(12, guesses: Enumerable.Range(0, 12).Select(i => i % 3), probabilities: Enumerable.Repeat(0.9, 12));
        using var images = torch.rand(2, 3, 32, 32);
        var maps = FeatureMaps.Capture(model, images, "blocks.1.0");
        yield return maps.View(GhostPairs.Find(maps));
        yield return GhostPairs.Find(maps).View();
        yield return ConvolutionSteps.Of(
            new double[,] { { 0, 1, 2, 3 }, { 4, 5, 6, 7 }, { 8, 9, 10, 11 }, { 12, 13, 14, 15 } }, ImageKernels.SobelX, padding: 1).View();
        yield return Histories.Of(12).View();
        yield return new TrainingProgress(
            3, 10, 120, 391, 902, 3910, 0.812, 0.72, 0.7, 0.05, 950, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(300), false).View();
        yield return model.View(1, 3, 32, 32);
        yield return model.View();
        yield return Evaluation.Run(model, data.Test).View(data.Test, mistakes: 12);
    }
}
