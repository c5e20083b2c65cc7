using System.Text;
using GhostNet.Data;
using GhostNet.Graph;
using GhostNet.Metrics;
using GhostNet.Models;
using GhostNet.Onnx;
using GhostNet.Tests.Golden;
using GhostNet.Tests.Training;
using GhostNet.Training;
using GhostNet.Weights;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace GhostNet.Tests.Onnx;

/// <summary>A file in 8-bit numbers gives nearly the logits of the network.</summary>
public sealed class OnnxInt8Tests(ITestOutputHelper output)
{
    [Fact]
    public void A_trained_network_says_the_same_in_a_third_of_the_space()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        manual_seed(1);
        var (train, test) = (TinyModel.Data(400), TinyModel.Data(200, seed: 1));
        using var model = new GhostNetV1(new GhostNetConfig { Width = 0.25, Classes = 4, HeadChannels = 1024 });
        using (var trainer = new Trainer(model, new TrainingOptions { Epochs = 6, BatchSize = 16, LearningRate = 0.05, Augmentation = Augmentation.None, Device = "cpu" }))
        {
            trainer.Fit(train, null);
        }

        model.eval();
        model.ExportOnnx(folder.File("float.onnx"));
        model.ExportOnnx(folder.File("int8.onnx"), new OnnxOptions { Calibration = train });
        var ratio = new FileInfo(folder.File("int8.onnx")).Length / (double)new FileInfo(folder.File("float.onnx")).Length;
        using OnnxRun exact = new(folder.File("float.onnx")), rounded = new(folder.File("int8.onnx"));
        using var loader = new BatchLoader(test, test.Count);
        var images = loader.Epoch(0).Single().Images;
        var (expected, actual) = (exact.Predict(images), rounded.Predict(images));
        var same = expected.Chunk(4).Zip(actual.Chunk(4)).Count(pair => IndexOfMax(pair.First) == IndexOfMax(pair.Second));
        var accuracy = Evaluation.Run(model, test).Accuracy;
        output.WriteLine(FormattableString.Invariant(
            $"accuracy {accuracy:P1}, the same answer for {same} of {test.Count}, similarity {Similarity(expected, actual):F4}, size {ratio:P1}"));
        Assert.True(accuracy > 0.9, $"{accuracy}");
        Assert.True(same >= 0.97 * test.Count, $"{same} of {test.Count}");
        Assert.True(Similarity(expected, actual) > 0.98, $"{Similarity(expected, actual)}");
        Assert.InRange(ratio, 0.2, 1 / 3.0);
    }

    /// <summary>ONNX Runtime computes a convolution in 8 bits if all around it is as it wants it; else it would compute in 32 bits, and slower than without.</summary>
    [Fact]
    public void Every_convolution_is_computed_in_whole_numbers()
    {
        using var folder = new TemporaryFolder();
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        model.ExportOnnx(folder.File("int8.onnx"), new OnnxOptions { Calibration = Shapes.Create(8, 0).Train });
        using (var options = new SessionOptions { OptimizedModelFilePath = folder.File("optimized.onnx"), LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR })
        {
            using var session = new InferenceSession(folder.File("int8.onnx"), options);
        }

        var (before, after) = (File.ReadAllText(folder.File("int8.onnx"), Encoding.Latin1), File.ReadAllText(folder.File("optimized.onnx"), Encoding.Latin1));
        var convolutions = Count(before, "\"\u0004Conv");
        output.WriteLine($"{convolutions} convolutions, {Count(after, "QLinearConv")} in whole numbers, {Count(after, "DequantizeLinear")} DequantizeLinear, {Count(after, "QuantizeLinear")} with QuantizeLinear");
        Assert.True(convolutions > 50, $"{convolutions}");
        Assert.Equal(convolutions, Count(after, "\"\u000bQLinearConv"));
        Assert.Equal(0, Count(after, "\"\u0004Conv"));
    }

    /// <summary>Channels whose weights are all 0, with a bias and without; tiny weights beside a large bias; an activation that is always the same, and one that is always 0.</summary>
    [Fact]
    public void Channels_without_weights_and_constant_activations()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var (first, second) = (nn.Conv2d(3, 6, 3, padding: 1), nn.Conv2d(6, 4, 1));
        using var model = nn.Sequential(first, nn.ReLU(), second, nn.AdaptiveAvgPool2d(1), nn.Flatten());
        FillRule.Fill(model, "edges", new Dictionary<string, double>());
        using (no_grad())
        {
            first.weight[TensorIndex.Slice(0, 2)].zero_();
            first.bias![0].fill_(1.5);
            first.bias![1].zero_();
            first.weight[2].fill_(1e-12);
            first.bias![2].fill_(3);
            first.weight[3].fill_(1e-40);
            second.weight[1].zero_();
        }

        AssertNear(model, folder);

        // Nothing but zeros passes the first layer, then nothing but one number.
        using var noGradient = no_grad();
        first.weight.zero_();
        first.bias!.fill_(-1);
        AssertNear(model, folder);
        first.bias!.fill_(2);
        AssertNear(model, folder);
    }

    [Fact]
    public void Weights_and_biases_are_rounded_channel_by_channel()
    {
        using var weight = tensor(new float[] { 1, -0.5f, 0, 0, 100, 50, 0, 0 }).view(4, 2);
        using var bias = tensor(new float[] { 0.25f, 0, 0, 7 });
        var rounded = QuantizedWeights.Of(weight, bias, inputScale: 0.5f);
        Assert.Equal<sbyte>([127, -64, 0, 0, 127, 64, 0, 0], rounded.Weight);
        Assert.Equal(1f / 127, rounded.Scale[0], 1e-9);
        Assert.Equal(1, rounded.Scale[1]);
        Assert.Equal([0.25, 0, 0, 7], rounded.Bias.Zip(rounded.BiasScale, (whole, scale) => Math.Round(whole * (double)scale, 2)));
    }

    [Fact]
    public void Zero_is_always_a_byte()
    {
        Assert.Equal(new QuantizedRange(1, 0), QuantizedRange.Of(0, 0));
        Assert.Equal(new QuantizedRange(2f / 255, 0), QuantizedRange.Of(1, 2));
        Assert.Equal(new QuantizedRange(2f / 255, 255), QuantizedRange.Of(-2, -1));
        Assert.All(new[] { QuantizedRange.Of(-0.3, 1), QuantizedRange.Of(-1e-30, 1e30) }, range => Assert.Equal(0, range.Round(0)));
    }

    [Fact]
    public void What_is_wrong_with_the_images_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        var images = Shapes.Create(4, 0).Train;
        AssertRefused<ArgumentException>("has no images, and int8 needs some", images.Take(0));
        AssertRefused<ArgumentException>("takes images of 3 channels, and those of grey have 1", new ImageDataset("grey", new byte[64], [0], 1, 8, 8, ["a"], [0.5f], [0.5f]));
        AssertRefused<ArgumentException>("FoldBatchNorm", images, fold: false);
        using (no_grad())
        {
            model.parameters().First().fill_(float.NaN);
        }

        AssertRefused<InvalidDataException>("not finite", images);
        Assert.Empty(folder.Content());

        void AssertRefused<T>(string part, ImageDataset calibration, bool fold = true)
            where T : Exception
        {
            var exception = Assert.Throws<T>(() => model.ExportOnnx(folder.File("int8.onnx"), new OnnxOptions { Calibration = calibration, FoldBatchNorm = fold }));
            Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Pictures in, probabilities out, 8-bit numbers between.</summary>
    [Fact]
    public void Goes_together_with_preprocessing()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        FillRule.Fill(model, "both", new Dictionary<string, double>());
        var images = Shapes.Create(8, 0).Train;
        var description = NetworkDescription.Of(model, images.ClassNames, images.Mean, images.Std, 32, 32, cropFraction: 0.875, interpolation: "Bicubic");
        model.ExportOnnx(folder.File("int8.onnx"), new OnnxOptions { Calibration = images, Description = description, WithPreprocessing = true });
        using var run = new OnnxRun(folder.File("int8.onnx"));
        var probabilities = run.Predict(new byte[50 * 70 * 3], 50, 70);
        Assert.Equal(1, probabilities.Sum(), 1e-4);
        Assert.Equal(10, probabilities.Length);
    }

    private static void AssertNear(nn.Module<Tensor, Tensor> model, TemporaryFolder folder)
    {
        var images = Shapes.Create(8, 0).Train;
        model.ExportOnnx(folder.File("edges.onnx"), new OnnxOptions { Calibration = images });
        using var run = new OnnxRun(folder.File("edges.onnx"));
        using var loader = new BatchLoader(images, 8);
        using var noGradient = no_grad();
        using var evaluation = new EvalScope(model);
        var batch = loader.Epoch(0).Single().Images;
        var (expected, actual) = (model.call(batch).data<float>().ToArray(), run.Predict(batch));
        var largest = Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.03 * largest));
    }

    /// <summary>The cosine of the angle between logits.</summary>
    private static double Similarity(float[] first, float[] second)
    {
        double product = 0, one = 0, other = 0;
        for (var i = 0; i < first.Length; i++)
        {
            (product, one, other) = (product + ((double)first[i] * second[i]), one + ((double)first[i] * first[i]), other + ((double)second[i] * second[i]));
        }

        return product / Math.Sqrt(one * other);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static int IndexOfMax(float[] values) => Array.IndexOf(values, values.Max());
}
