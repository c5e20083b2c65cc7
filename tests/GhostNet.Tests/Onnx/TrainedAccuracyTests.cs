using GhostNet.Data;
using GhostNet.Metrics;
using GhostNet.Onnx;
using GhostNet.Training;

namespace GhostNet.Tests.Onnx;

/// <summary>A trained network knows as many test images in ONNX Runtime as here; runs where there is one.</summary>
public sealed class TrainedAccuracyTests(ITestOutputHelper output)
{
    /// <summary>Names a checkpoint that was trained on CIFAR-10; GHOSTNET_DATA names the folder of the images.</summary>
    private const string Variable = "GHOSTNET_CHECKPOINT";

    [Fact]
    public void Same_accuracy_on_the_test_images()
    {
        var path = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(path is null, $"Set {Variable} to a checkpoint that was trained on CIFAR-10, and GHOSTNET_DATA.");
        using var folder = new TemporaryFolder();
        using var model = Checkpoint.LoadModel(path!);
        var test = Cifar10.Load(Environment.GetEnvironmentVariable("GHOSTNET_DATA"), download: false).Test;
        var here = Evaluation.Run(model, test).Accuracy;

        model.ExportOnnx(folder.File("model.onnx"));
        using var run = new OnnxRun(folder.File("model.onnx"));
        using var loader = new BatchLoader(test, 500);
        var right = 0;
        foreach (var batch in loader.Epoch(0))
        {
            var guesses = run.Predict(batch.Images).Chunk(test.ClassNames.Count).Select(logits => (long)Array.IndexOf(logits, logits.Max()));
            right += guesses.Zip(batch.Labels.data<long>().ToArray()).Count(pair => pair.First == pair.Second);
        }

        var there = (double)right / test.Count;
        output.WriteLine(FormattableString.Invariant($"accuracy here {here:P2}, in ONNX Runtime {there:P2}, on {test.Count} images"));
        Assert.Equal(here, there, 0.0005);
    }
}
