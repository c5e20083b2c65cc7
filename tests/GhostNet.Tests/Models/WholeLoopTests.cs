using GhostNet.Data;
using GhostNet.Metrics;
using GhostNet.Models;
using GhostNet.Onnx;
using GhostNet.Tests.Onnx;
using GhostNet.Tests.Training;
using GhostNet.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Models;

/// <summary>
/// What a user does with a network, for one of each family: train, stop, go on, evaluate, predict, export, load again. The tests in F# do it with every
/// network that has a name.
/// </summary>
public sealed class WholeLoopTests : OneThread
{
    private static readonly DatasetSplit s_data = Shapes.Create(train: 40, test: 24, seed: 5);

    [Theory]
    [InlineData("ghostnet_cifar")]
    [InlineData("ghostnet_tutorial")]
    [InlineData("ghostnetv2_100")]
    [InlineData("ghostnetv3_100")]
    [InlineData("ghost_vgg16")]
    [InlineData("ghost_resnet56")]
    [InlineData("mobilenet_v3_small")]
    public void A_network_goes_the_whole_way(string name)
    {
        using var folder = new TemporaryFolder();
        manual_seed(0);
        using var first = ModelRegistry.Create(Small(name));
        using var stop = new CancellationTokenSource();
        using (var trainer = new Trainer(first, new TrainingOptions { Epochs = 2, BatchSize = 8, LearningRate = 0.01, WarmupEpochs = 0, Cancellation = stop.Token }))
        {
            var stopped = trainer.Fit(s_data.Train, s_data.Test, new ModelCheckpoint(folder.Path), new StopAtStep(2, stop));
            Assert.Equal(TrainingOutcome.Cancelled, stopped.Outcome);
            Assert.Empty(stopped.Epochs);
        }

        // The checkpoint says which network it is of.
        using var model = Checkpoint.LoadModel(folder.Path);
        Assert.Equal(first.Spec, model.Spec);
        using (var resumed = Trainer.Resume(folder.Path, model, cancellationToken: TestContext.Current.CancellationToken))
        {
            var history = resumed.Fit(s_data.Train, s_data.Test, new ModelCheckpoint(folder.Path));
            Assert.Equal((TrainingOutcome.Completed, 2), (history.Outcome, history.Epochs.Count));
            Assert.Equal(10, history.StepLosses.Count);
        }

        var expected = Evaluation.Run(model, s_data.Test);
        using var images = randn(3, 3, 32, 32);
        model.eval();
        using var logits = model.call(images);
        using (var optimized = model.Optimized())
        using (var same = optimized.call(images))
        {
            Assert.True((same - logits).abs().max().item<float>() <= 1e-4 * Math.Max(1, logits.abs().max().item<float>()));
        }

        model.ExportOnnx(folder.File("w.onnx"));
        using (var onnx = new OnnxRun(folder.File("w.onnx")))
        {
            onnx.AssertSame(model, images);
        }

        foreach (var file in new[] { "w.safetensors", "w.pth" })
        {
            model.SaveWeights(folder.File(file));
            using var state = StateDict.Read(folder.File(file));
            using var again = state.CreateModel();
            var actual = Evaluation.Run(again, s_data.Test);
            Assert.Equal((expected.Loss, expected.Accuracy), (actual.Loss, actual.Accuracy));
        }
    }

    /// <summary>The network for the shapes: narrow if it can be, and with a first convolution for small images if it has the choice.</summary>
    private static ModelSpec Small(string name)
    {
        var options = ModelRegistry.Find(name).Defaults.Options;
        var spec = new ModelSpec(name, classes: s_data.Train.ClassNames.Count);
        spec = options.ContainsKey("width") ? spec.With("width", 0.1) : spec;
        return options.ContainsKey("stemStride") ? spec.With("stemStride", 1) : spec;
    }

    private sealed class StopAtStep(int step, CancellationTokenSource stop) : TrainingCallback
    {
        public override void OnStepEnd(TrainingContext context)
        {
            if (context.Step == step)
            {
                stop.Cancel();
            }
        }
    }
}
