using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Inspection;

/// <summary>Classic 3×3 kernels that show what a convolution can do, each a new array <c>[3, 3]</c>.</summary>
public static class ImageKernels
{
    /// <summary>Leaves the image as it is.</summary>
    public static double[,] Identity => new double[,] { { 0, 0, 0 }, { 0, 1, 0 }, { 0, 0, 0 } };

    /// <summary>How much a pixel differs from its eight neighbours: 0 where the image is even.</summary>
    public static double[,] EdgeDetection => new double[,] { { -1, -1, -1 }, { -1, 8, -1 }, { -1, -1, -1 } };

    /// <summary>The pixel and how much it differs from its four neighbours.</summary>
    public static double[,] Sharpen => new double[,] { { 0, -1, 0 }, { -1, 5, -1 }, { 0, -1, 0 } };

    /// <summary>The mean of nine pixels.</summary>
    public static double[,] BoxBlur => Scaled(1 / 9.0, new double[,] { { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 } });

    /// <summary>A mean in which near pixels count more.</summary>
    public static double[,] GaussianBlur => Scaled(1 / 16.0, new double[,] { { 1, 2, 1 }, { 2, 4, 2 }, { 1, 2, 1 } });

    /// <summary>How the image changes from left to right: finds vertical edges.</summary>
    public static double[,] SobelX => new double[,] { { -1, 0, 1 }, { -2, 0, 2 }, { -1, 0, 1 } };

    /// <summary>How the image changes from top to bottom: finds horizontal edges.</summary>
    public static double[,] SobelY => new double[,] { { -1, -2, -1 }, { 0, 0, 0 }, { 1, 2, 1 } };

    /// <summary>Light from the lower right: a relief.</summary>
    public static double[,] Emboss => new double[,] { { -2, -1, 0 }, { -1, 1, 1 }, { 0, 1, 2 } };

    /// <summary>All of them by their names in words, in the order above.</summary>
    public static IReadOnlyDictionary<string, double[,]> All => new OrderedDictionary<string, double[,]>
    {
        ["identity"] = Identity,
        ["edge detection"] = EdgeDetection,
        ["sharpen"] = Sharpen,
        ["box blur"] = BoxBlur,
        ["Gaussian blur"] = GaussianBlur,
        ["Sobel x"] = SobelX,
        ["Sobel y"] = SobelY,
        ["emboss"] = Emboss,
    };

    /// <summary>Convolves every channel of an image with a kernel; pixels beyond the border are those at the border.</summary>
    /// <param name="image"><c>[H, W]</c>, <c>[C, H, W]</c> or <c>[N, C, H, W]</c> of any number type; the caller keeps it.</param>
    /// <param name="kernel">The kernel; odd height and width.</param>
    /// <returns>A float32 tensor of the same shape, in the image's units and not clamped; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The image has another rank or no pixel, or a side of the kernel is even.</exception>
    public static Tensor Apply(Tensor image, double[,] kernel)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(kernel);
        long height = kernel.GetLength(0), width = kernel.GetLength(1);
        if (height % 2 == 0 || width % 2 == 0)
        {
            throw new ArgumentException($"A kernel of {height}×{width} has no middle: both sides must be odd.", nameof(kernel));
        }

        if (image.dim() is < 2 or > 4)
        {
            throw new ArgumentException(
                $"The image is [{string.Join(", ", image.shape)}]; give [H, W], [C, H, W] or [N, C, H, W].", nameof(image));
        }

        if (image.numel() == 0)
        {
            throw new ArgumentException($"The image is [{string.Join(", ", image.shape)}], without a pixel.", nameof(image));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var planes = image.to(ScalarType.Float32).reshape(-1, 1, image.shape[^2], image.shape[^1]);
        var padded = nn.functional.pad(planes, [width / 2, width / 2, height / 2, height / 2], PaddingModes.Replicate);
        var weight = tensor(kernel.Cast<double>().ToArray(), [1, 1, height, width], ScalarType.Float32, image.device);
        return nn.functional.conv2d(padded, weight).reshape(image.shape).MoveToOuterDisposeScope();
    }

    private static double[,] Scaled(double factor, double[,] numbers)
    {
        for (var row = 0; row < numbers.GetLength(0); row++)
        {
            for (var column = 0; column < numbers.GetLength(1); column++)
            {
                numbers[row, column] *= factor;
            }
        }

        return numbers;
    }
}
