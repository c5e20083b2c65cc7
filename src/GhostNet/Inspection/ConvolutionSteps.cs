using System.Collections;
using System.Globalization;
using System.Text;

namespace GhostNet.Inspection;

/// <summary>A convolution taken apart: a kernel slides over a small image, and every step can be looked at.</summary>
/// <remarks>
/// As in every neural network the kernel is not flipped: what mathematics calls a cross-correlation. Steps are computed when
/// they are asked for.
/// </remarks>
public sealed class ConvolutionSteps : IReadOnlyList<ConvolutionStep>
{
    private const int LargestImage = 64, LargestKernel = 11, MostSteps = 1024, LargestTable = 12;

    private readonly double[,] _image, _kernel, _output;

    private ConvolutionSteps(double[,] image, double[,] kernel, int stride, int padding)
    {
        (_image, _kernel, Stride, Padding) = (image, kernel, stride, padding);
        _output = new double[Places(0), Places(1)];
        if (_output.Length > MostSteps)
        {
            throw new ArgumentException(
                $"{_output.GetLength(0)}×{_output.GetLength(1)} steps are too many to look at: at most {MostSteps}. Take a smaller image or a larger stride.",
                nameof(image));
        }

        foreach (var step in this)
        {
            _output[step.Row, step.Column] = double.IsFinite(step.Sum) ? step.Sum : throw new ArgumentException(
                $"Output [{step.Row}, {step.Column}] is {step.Sum}: give numbers that are finite, and not so large that their sum isn't.", nameof(image));
        }
    }

    /// <summary>The image, copied.</summary>
    public double[,] Image => (double[,])_image.Clone();

    /// <summary>The kernel, copied.</summary>
    public double[,] Kernel => (double[,])_kernel.Clone();

    /// <summary>The output when all steps are done, copied.</summary>
    public double[,] Output => (double[,])_output.Clone();

    /// <summary>How far the kernel moves at each step.</summary>
    public int Stride { get; }

    /// <summary>Zeros around the image on each side.</summary>
    public int Padding { get; }

    /// <summary>Number of steps: one per number of the output.</summary>
    public int Count => _output.Length;

    /// <summary>A step, in the order of the output row by row.</summary>
    /// <param name="index">Which, from 0.</param>
    public ConvolutionStep this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var (row, column) = Math.DivRem(index, _output.GetLength(1));
            int top = row * Stride - Padding, left = column * Stride - Padding, height = _kernel.GetLength(0), width = _kernel.GetLength(1);
            double[,] values = new double[height, width], products = new double[height, width];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    values[y, x] = ValueAt(top + y, left + x);
                    products[y, x] = values[y, x] * _kernel[y, x];
                }
            }

            return new ConvolutionStep(row, column, top, left, values, products, products.Cast<double>().Sum());
        }
    }

    /// <summary>Slides a kernel over an image.</summary>
    /// <param name="image">The image, <c>[H, W]</c>; at most 64×64. Copied.</param>
    /// <param name="kernel">The kernel; at most 11×11. Copied.</param>
    /// <param name="stride">How far the kernel moves at each step.</param>
    /// <param name="padding">Zeros around the image on each side.</param>
    /// <exception cref="ArgumentException">
    /// The image or the kernel is empty or too large to look at, the kernel does not fit, there are more than 1,024 steps, or a
    /// number is NaN or infinite.
    /// </exception>
    public static ConvolutionSteps Of(double[,] image, double[,] kernel, int stride = 1, int padding = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(padding, LargestKernel);
        CheckSize("image", image, LargestImage, nameof(image));
        CheckSize("kernel", kernel, LargestKernel, nameof(kernel));
        if (kernel.GetLength(0) > image.GetLength(0) + 2 * padding || kernel.GetLength(1) > image.GetLength(1) + 2 * padding)
        {
            throw new ArgumentException(
                $"A kernel of {Size(kernel)} does not fit into an image of {Size(image)} with padding {padding}.", nameof(kernel));
        }

        return new ConvolutionSteps((double[,])image.Clone(), (double[,])kernel.Clone(), stride, padding);
    }

    /// <inheritdoc/>
    public IEnumerator<ConvolutionStep> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The sizes, and an output of up to twelve rows and columns as a table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Size(_kernel)} kernel on a {Size(_image)} image, stride {Stride}, padding {Padding}: {Count} steps to an output of {Size(_output)}");
        if (_output.GetLength(0) > LargestTable || _output.GetLength(1) > LargestTable)
        {
            return text.ToString();
        }

        // Rounded, so that a sum that is 0 but for the last bit is shown as 0.
        var numbers = _output.Cast<double>().Select(value => Math.Round(value, 10).ToString("G4", CultureInfo.InvariantCulture)).ToList();
        var width = numbers.Max(number => number.Length);
        foreach (var row in numbers.Chunk(_output.GetLength(1)))
        {
            text.AppendLine().Append("  ").AppendJoin("  ", row.Select(number => number.PadLeft(width)));
        }

        return text.ToString();
    }

    private static void CheckSize(string what, double[,] numbers, int largest, string parameter)
    {
        if (numbers.Length == 0 || numbers.GetLength(0) > largest || numbers.GetLength(1) > largest)
        {
            throw new ArgumentException($"The {what} is {Size(numbers)}: it must be at least 1×1 and at most {largest}×{largest}.", parameter);
        }
    }

    private static string Size(double[,] numbers) => $"{numbers.GetLength(0)}×{numbers.GetLength(1)}";

    private int Places(int axis) => (_image.GetLength(axis) + 2 * Padding - _kernel.GetLength(axis)) / Stride + 1;

    private double ValueAt(int row, int column) =>
        row >= 0 && row < _image.GetLength(0) && column >= 0 && column < _image.GetLength(1) ? _image[row, column] : 0;
}
