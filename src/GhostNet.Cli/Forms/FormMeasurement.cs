using System.Diagnostics;
using GhostNet.Data;
using GhostNet.Metrics;
using GhostNet.Models;
using GhostNet.Onnx;
using GhostNet.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Cli.Forms;

/// <summary>Measures the forms in which a trained network can be used: their files, their accuracy, their speed.</summary>
/// <param name="terminal">Told what is measured.</param>
/// <param name="model">The network; it is put into evaluation mode.</param>
/// <param name="data">What its images are like.</param>
/// <param name="calibration">The images by which it is rounded to 8 bits.</param>
/// <param name="test">The images by which the accuracy is measured; null for none.</param>
internal sealed class FormMeasurement(Terminal terminal, ImageClassifier model, TrainingData data, ImageDataset calibration, ImageDataset? test)
{
    /// <summary>Images that are predicted together.</summary>
    private const int Together = 32;

    /// <summary>Long enough for a processor to find its speed, and all forms take a few seconds together.</summary>
    private const double Seconds = 0.4;

    private const int LeastTimes = 3;

    /// <summary>The file for other programs, in 32-bit and in 8-bit numbers.</summary>
    /// <param name="rounded">The file in 8-bit numbers, if there is one already.</param>
    public IReadOnlyList<Form> Onnx(string? rounded = null)
    {
        var folder = Directory.CreateTempSubdirectory("ghostnet-forms-").FullName;
        try
        {
            var (exact, path) = (Path.Combine(folder, "float.onnx"), rounded ?? Path.Combine(folder, "int8.onnx"));
            model.ExportOnnx(exact, new OnnxOptions { Description = data.Describe(model) });
            if (rounded is null)
            {
                model.ExportOnnx(path, new OnnxOptions { Description = data.Describe(model), Calibration = calibration });
            }

            return [Measure("ONNX, float32", exact, threads => new OnnxNetwork(exact, threads)), Measure("ONNX, int8", path, threads => new OnnxNetwork(path, threads))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>All forms.</summary>
    public IReadOnlyList<Form> All()
    {
        var weights = Path.GetTempFileName();
        try
        {
            Safetensors.Write(weights, model.state_dict(), data.Describe(model));
            return
            [
                Measure("TorchSharp, its layers", weights, _ => new Borrowed(model)),
                Measure("TorchSharp, Optimized()", weights, _ => model.Optimized()),
                .. Onnx(),
            ];
        }
        finally
        {
            File.Delete(weights);
        }
    }

    private Form Measure(string name, string path, Func<int, nn.Module<Tensor, Tensor>> open)
    {
        var (before, all) = (get_num_threads(), Environment.ProcessorCount);
        model.eval();
        try
        {
            return new Form(name, new FileInfo(path).Length, Accuracy(name, open, all), Speed(open, 1), all, Speed(open, all));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    private double? Accuracy(string name, Func<int, nn.Module<Tensor, Tensor>> open, int threads)
    {
        if (test is null)
        {
            return null;
        }

        terminal.Writer.WriteLine($"measuring {name}: {NumberFormat.Count(test.Count, "image")}");
        set_num_threads(threads);
        using var network = open(threads);
        return Evaluation.Run(network, test).Accuracy;
    }

    /// <summary>Images per second in the fastest of some runs: whatever else the machine does makes the others slower.</summary>
    private double Speed(Func<int, nn.Module<Tensor, Tensor>> open, int threads)
    {
        set_num_threads(threads);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = open(threads);
        var images = randn(Together, data.Channels, data.Height, data.Width);
        network.call(images).Dispose();
        var (fastest, watch) = (TimeSpan.MaxValue, Stopwatch.StartNew());
        for (var times = 0; times < LeastTimes || watch.Elapsed.TotalSeconds < Seconds; times++)
        {
            var start = watch.Elapsed;
            network.call(images).Dispose();
            fastest = watch.Elapsed - start is var time && time < fastest ? time : fastest;
        }

        return Together / fastest.TotalSeconds;
    }

    /// <summary>A network that others go on using.</summary>
    private sealed class Borrowed(nn.Module<Tensor, Tensor> network) : nn.Module<Tensor, Tensor>(nameof(Borrowed))
    {
        public override Tensor forward(Tensor input) => network.call(input);
    }
}
