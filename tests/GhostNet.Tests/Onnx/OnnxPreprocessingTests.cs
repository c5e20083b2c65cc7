using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Onnx;
using GhostNet.Tests.Golden;
using GhostNet.Weights;
using Microsoft.ML.OnnxRuntime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Onnx;

/// <summary>A file that takes pictures does with them what the library does.</summary>
public sealed class OnnxPreprocessingTests(ITestOutputHelper output)
{
    /// <summary>Both interpolations; smaller and larger pictures, wide and high ones, odd edges, and one that needs no resizing.</summary>
    [Theory]
    [InlineData(Interpolation.Bicubic, 0.875, 3)]
    [InlineData(Interpolation.Bilinear, 0.875, 3)]
    [InlineData(Interpolation.Bicubic, 1.0, 3)]
    [InlineData(Interpolation.Bilinear, 0.95, 1)]
    public void Pixels_are_those_of_the_transform(Interpolation interpolation, double fraction, int channels)
    {
        using var folder = new TemporaryFolder();
        var transform = new PictureTransform(48, fraction, interpolation);
        using var model = PixelsOf(channels);
        var description = NetworkDescription.Of(
            model, mean: Enumerable.Repeat(0f, channels).ToArray(), std: Enumerable.Repeat(1 / 255f, channels).ToArray(), height: 48, width: 48,
            cropFraction: fraction, interpolation: $"{interpolation}", isMultiLabel: true);
        model.ExportOnnx(folder.File("model.onnx"), new OnnxOptions { Description = description, WithPreprocessing = true });
        using var run = new OnnxRun(folder.File("model.onnx"));
        foreach (var (width, height) in new[] { (48, 48), (300, 200), (97, 241), (31, 20), (54, 55), (1000, 60) })
        {
            var picture = TestPicture.Of(width, height);
            var expected = new byte[channels * 48 * 48];
            transform.Apply(picture, channels, new PictureResizer(), expected);
            var actual = Pixels(run.Predict(picture.Pixels, height, width));
            var differences = expected.Zip(actual, (one, other) => Math.Abs(one - other)).ToList();
            output.WriteLine(FormattableString.Invariant($"{width}×{height}: mean {differences.Average():F4}, largest {differences.Max():F2}"));
            Assert.True(differences.Average() < 0.1, $"{width}×{height}: {differences.Average()} levels apart");
            Assert.True(differences.Max() < 2.1, $"{width}×{height}: {differences.Max()} levels apart");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Probabilities_are_those_of_the_model(bool isMultiLabel)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        FillRule.Fill(model, "pictures", new Dictionary<string, double>());
        model.eval();
        var images = Shapes.Create(6, 0).Train;
        var description = NetworkDescription.Of(model, images.ClassNames, images.Mean, images.Std, 32, 32, isMultiLabel: isMultiLabel);
        model.ExportOnnx(folder.File("model.onnx"), new OnnxOptions { Description = description, WithPreprocessing = true });
        using var run = new OnnxRun(folder.File("model.onnx"));
        using var loader = new BatchLoader(images, 6);
        using var noGradient = no_grad();
        var logits = model.call(loader.Epoch(0).Single().Images);
        var expected = (isMultiLabel ? logits.sigmoid() : logits.softmax(1)).data<float>().ToArray();
        byte[] pictures = [.. Enumerable.Range(0, 6).SelectMany(i => Interleaved(images.Image(i)))];
        var actual = run.Predict(pictures, 32, 32);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal("in the graph", run.Session.ModelMetadata.CustomMetadataMap["preprocessing"]);
        Assert.Equal([-1, 32, 32, 3], run.Session.InputMetadata["pictures"].Dimensions);

        // Pictures that had one size from the first are not resized: others are refused.
        Assert.Throws<OnnxRuntimeException>(() => run.Predict(new byte[40 * 40 * 3], 40, 40));
    }

    [Fact]
    public void Without_the_size_and_the_normalisation_it_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        foreach (var description in new[] { null, NetworkDescription.Of(model), NetworkDescription.Of(model, mean: [0.5f], std: [0.5f], height: 32, width: 32) })
        {
            var exception = Assert.Throws<ArgumentException>(
                () => model.ExportOnnx(folder.File("model.onnx"), new OnnxOptions { Description = description, WithPreprocessing = true }));
            Assert.Contains("mean and std of each of their 3 channels", exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(folder.Content());
    }

    private static byte[] Interleaved(byte[] planes) => [.. Enumerable.Range(0, planes.Length).Select(i => planes[(i % 3 * (planes.Length / 3)) + (i / 3)])];

    /// <summary>A network whose logits are the pixels that it is shown, divided by 64.</summary>
    private static Sequential PixelsOf(int channels)
    {
        var same = nn.Conv2d(channels, channels, 1, bias: false);
        using var noGradient = no_grad();
        using var weight = eye(channels).div(64).view(channels, channels, 1, 1);
        same.weight.copy_(weight);
        return nn.Sequential(same);
    }

    private static IEnumerable<double> Pixels(float[] probabilities) => probabilities.Select(value => Math.Log(value / (1.0 - value)) * 64);
}
