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
        var data = Cifar10.Load(Environment.GetEnvironmentVariable("GHOSTNET_DATA"), download: false);
        var test = data.Test;
        var here = Evaluation.Run(model, test).Accuracy;

        model.ExportOnnx(folder.File("model.onnx"));
        Assert.Equal(here, Measure("32-bit numbers", folder.File("model.onnx"), test), 0.0005);

        // A point less at most.
        model.ExportOnnx(folder.File("int8.onnx"), new OnnxOptions { Calibration = data.Train });
        Assert.True(Measure("8-bit numbers", folder.File("int8.onnx"), test) > here - 0.01);
        Assert.True(new FileInfo(folder.File("int8.onnx")).Length < 0.29 * new FileInfo(folder.File("model.onnx")).Length);
    }

    private double Measure(string form, string path, ImageDataset test)
    {
        using var run = new OnnxRun(path);
        using var loader = new BatchLoader(test, 500);
        var right = 0;
        foreach (var batch in loader.Epoch(0))
        {
            var guesses = run.Predict(batch.Images).Chunk(test.ClassNames.Count).Select(logits => (long)Array.IndexOf(logits, logits.Max()));
            right += guesses.Zip(batch.Labels.data<long>().ToArray()).Count(pair => pair.First == pair.Second);
        }

        output.WriteLine(FormattableString.Invariant($"{form}: {(double)right / test.Count:P2} of {test.Count} images, {new FileInfo(path).Length} bytes"));
        return (double)right / test.Count;
    }
}
