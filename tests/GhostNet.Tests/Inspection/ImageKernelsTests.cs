using GhostNet.Inspection;
using static TorchSharp.torch;


namespace GhostNet.Tests.Inspection;

public sealed class ImageKernelsTests
{
    /// <summary>What each kernel makes of an even image of tens: the sum of its numbers, ten times.</summary>
    [Theory]
    [InlineData("identity", 10)]
    [InlineData("edge detection", 0)]
    [InlineData("sharpen", 10)]
    [InlineData("box blur", 10)]
    [InlineData("Gaussian blur", 10)]
    [InlineData("Sobel x", 0)]
    [InlineData("Sobel y", 0)]
    [InlineData("emboss", 10)]
    public void An_even_image_stays_even_to_the_border(string name, double expected)
    {
        using var image = full(5, 6, 10f);
        using var made = ImageKernels.Apply(image, ImageKernels.All[name]);
        Assert.All(made.data<float>().ToArray(), value => Assert.Equal(expected, value, 4));
    }

    [Fact]
    public void All_are_listed_in_order()
    {
        Assert.Equal(
            ["identity", "edge detection", "sharpen", "box blur", "Gaussian blur", "Sobel x", "Sobel y", "emboss"], ImageKernels.All.Keys);
        Assert.NotSame(ImageKernels.SobelX, ImageKernels.SobelX);
    }

    [Fact]
    public void Sobel_measures_the_slope()
    {
        using var scope = NewDisposeScope();
        var ramp = arange(6, ScalarType.Float32).expand(5, 6);
        Assert.Equal(8, ImageKernels.Apply(ramp, ImageKernels.SobelX)[2, 3].item<float>());
        Assert.Equal(0, ImageKernels.Apply(ramp, ImageKernels.SobelY)[2, 3].item<float>());
        Assert.Equal(8, ImageKernels.Apply(ramp.t(), ImageKernels.SobelY)[3, 2].item<float>());
    }

    [Fact]
    public void Keeps_the_shape_and_treats_every_channel_by_itself()
    {
        using var scope = NewDisposeScope();
        var images = randint(0, 256, [2, 3, 6, 7], ScalarType.Byte);
        var made = ImageKernels.Apply(images, ImageKernels.Emboss);
        Assert.Equal((ScalarType.Float32, false), (made.dtype, made.requires_grad));
        Assert.Equal(images.shape, made.shape);
        Assert.True(made[1].equal(ImageKernels.Apply(images[1], ImageKernels.Emboss)).all().item<bool>());
        Assert.True(made[1, 2].equal(ImageKernels.Apply(images[1, 2], ImageKernels.Emboss)).all().item<bool>());
        Assert.True(images.to(ScalarType.Float32).equal(ImageKernels.Apply(images, ImageKernels.Identity)).all().item<bool>());
    }

    [Fact]
    public void Errors_name_the_sizes()
    {
        using var scope = NewDisposeScope();
        Assert.StartsWith(
            "A kernel of 2×3 has no middle", Assert.Throws<ArgumentException>(() => ImageKernels.Apply(zeros(4, 4), new double[2, 3])).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "The image is [4]", Assert.Throws<ArgumentException>(() => ImageKernels.Apply(zeros(4), ImageKernels.Identity)).Message, StringComparison.Ordinal);
    }
}
