using GhostNet.Inspection;
using static TorchSharp.torch;


namespace GhostNet.Tests.Inspection;

public sealed class ConvolutionStepsTests
{
    private static readonly double[,] s_image = { { 1, 2, 3, 4 }, { 5, 6, 7, 8 }, { 9, 10, 11, 12 } };

    [Fact]
    public void Every_step_is_as_by_hand()
    {
        var steps = ConvolutionSteps.Of(s_image, new double[,] { { 1, 0 }, { 0, -1 } });
        Assert.Equal(6, steps.Count);
        var step = steps[4];
        Assert.Equal((1, 1, 1, 1), (step.Row, step.Column, step.Top, step.Left));
        Assert.Equal([6, 7, 10, 11], step.Values.Cast<double>());
        Assert.Equal([6, 0, 0, -11], step.Products.Cast<double>());
        Assert.Equal(-5, step.Sum);
        Assert.Equal("output [1, 1] = 6 + 0 + 0 + -11 = -5", step.ToString());
        Assert.All(steps.Output.Cast<double>(), value => Assert.Equal(-5, value));
        Assert.Equal(Enumerable.Range(0, 6), steps.Select(some => some.Row * 3 + some.Column));
    }

    [Fact]
    public void Outside_the_image_lie_zeros()
    {
        var first = ConvolutionSteps.Of(s_image, ImageKernels.BoxBlur, padding: 1)[0];
        Assert.Equal((-1, -1), (first.Top, first.Left));
        Assert.Equal([0, 0, 0, 0, 1, 2, 0, 5, 6], first.Values.Cast<double>());
        Assert.Equal(14 / 9.0, first.Sum, 12);
    }

    [Theory]
    [InlineData(7, 6, 3, 3, 1, 0)]
    [InlineData(7, 6, 3, 3, 1, 1)]
    [InlineData(7, 6, 3, 3, 2, 1)]
    [InlineData(9, 8, 2, 5, 3, 2)]
    [InlineData(1, 1, 1, 1, 1, 0)]
    [InlineData(3, 64, 3, 11, 4, 3)]
    public void Agrees_with_libtorch(int height, int width, int kernelHeight, int kernelWidth, int stride, int padding)
    {
        using var scope = NewDisposeScope();
        double[,] image = Noise(height, width), kernel = Noise(kernelHeight, kernelWidth);
        var expected = nn.functional.conv2d(ToTensor(image), ToTensor(kernel), strides: [stride, stride], padding: [padding, padding]);
        var steps = ConvolutionSteps.Of(image, kernel, stride, padding);
        Assert.Equal([expected.size(2), expected.size(3)], [steps.Output.GetLongLength(0), steps.Output.GetLongLength(1)]);
        Assert.Equal(expected.contiguous().data<double>().ToArray(), steps.Output.Cast<double>(), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(steps.Output.Cast<double>(), steps.Select(step => step.Sum));
    }

    [Fact]
    public void What_is_given_and_what_is_handed_out_are_copies()
    {
        var image = (double[,])s_image.Clone();
        var steps = ConvolutionSteps.Of(image, ImageKernels.Identity);
        image[1, 1] = steps.Image[1, 1] = steps.Kernel[1, 1] = steps.Output[0, 0] = 1000;
        Assert.Equal((6, 1, 6), (steps.Image[1, 1], steps.Kernel[1, 1], steps.Output[0, 0]));
    }

    [Fact]
    public void Prints_its_output_as_a_table()
    {
        var lines = ConvolutionSteps.Of(s_image, ImageKernels.Identity).ToString().Split(Environment.NewLine);
        Assert.Equal(["3×3 kernel on a 3×4 image, stride 1, padding 0: 2 steps to an output of 1×2", "  6  7"], lines);
    }

    [Fact]
    public void Bounds_are_said_with_the_numbers()
    {
        Assert.StartsWith("The image is 65×3: it must be at least 1×1 and at most 64×64.", Error(new double[65, 3], new double[1, 1]), StringComparison.Ordinal);
        Assert.StartsWith("The image is 0×3:", Error(new double[0, 3], new double[1, 1]), StringComparison.Ordinal);
        Assert.StartsWith("The kernel is 12×1: it must be at least 1×1 and at most 11×11.", Error(s_image, new double[12, 1]), StringComparison.Ordinal);
        Assert.StartsWith("A kernel of 5×5 does not fit into an image of 3×4 with padding 0.", Error(s_image, new double[5, 5]), StringComparison.Ordinal);
        Assert.StartsWith("62×62 steps are too many to look at: at most 1024.", Error(new double[64, 64], new double[3, 3]), StringComparison.Ordinal);
        Assert.StartsWith("Output [0, 1] is NaN:", Error(new[,] { { 1, double.NaN } }, new double[,] { { 1 } }), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ConvolutionSteps.Of(s_image, ImageKernels.Identity, stride: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConvolutionSteps.Of(s_image, ImageKernels.Identity, padding: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConvolutionSteps.Of(s_image, ImageKernels.Identity)[2]);
        Assert.Equal(1024, ConvolutionSteps.Of(new double[64, 64], new double[3, 3], stride: 2, padding: 1).Count);
    }

    private static string Error(double[,] image, double[,] kernel) =>
        Assert.Throws<ArgumentException>(() => ConvolutionSteps.Of(image, kernel)).Message;

    private static double[,] Noise(int height, int width)
    {
        var random = new Random(height * 100 + width);
        var values = new double[height, width];
        for (var i = 0; i < values.Length; i++)
        {
            values[i / width, i % width] = random.NextDouble() - 0.5;
        }

        return values;
    }

    private static Tensor ToTensor(double[,] values) =>
        tensor(values.Cast<double>().ToArray(), [1, 1, values.GetLength(0), values.GetLength(1)]);
}
