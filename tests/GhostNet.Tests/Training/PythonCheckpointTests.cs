using System.Diagnostics;
using System.Security.Cryptography;
using GhostNet.Models;
using GhostNet.Tests.Weights;
using GhostNet.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>A checkpoint is a safetensors file: Python reads it with its standard library alone, as the format's own reader does.</summary>
public sealed class PythonCheckpointTests : OneThread
{
    [Fact]
    public void Python_reads_everything_in_a_checkpoint()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("a.safetensors");
        using var model = new GhostNetV1(TinyModel.SmallConfig);
        using (var trainer = new Trainer(model, new TrainingOptions { Epochs = 2, BatchSize = 16, EmaDecay = 0.9, Optimizer = new AdamWOptimizer(), LearningRate = 0.01 }))
        {
            trainer.Fit(TinyModel.Data(64), null, new At(6, context =>
            {
                context.SaveCheckpoint(file);
                context.Stop("enough");
            }));
        }

        var lines = Python(Sample.File("read_checkpoint.py"), file);
        Assert.Equal("metadata data format ghostnet ghostnet.checkpoint ghostnet.sha256 history library model options position random state", lines[0]);
        Assert.Equal("network ghostnet_cifar", lines[1]);
        Assert.Equal("position 1 2 6", lines[2]);

        using var tensors = Safetensors.Read(file);
        Assert.Equal(
            tensors.Select(item => $"tensor {item.Key} {ElementType.Of(item.Value.dtype)!.SafetensorsName} {string.Concat(item.Value.shape.Select(static side => $"{side} "))}{Hash(item.Value)}"),
            lines[3..]);
        foreach (var name in new[] { "model.conv_stem.weight", "average.conv_stem.weight", "optimizer.exp_avg", "optimizer.exp_avg_sq", "state.epoch.losses" })
        {
            Assert.True(tensors.Contains(name), name);
        }
    }

    private static string Hash(Tensor tensor) => Convert.ToHexStringLower(SHA256.HashData(tensor.bytes));

    private static string[] Python(string script, string file)
    {
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo("python3", [script, file]) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Needs Python 3.");
        }

        using (process)
        {
            var error = process!.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error.Result);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
    }
}
