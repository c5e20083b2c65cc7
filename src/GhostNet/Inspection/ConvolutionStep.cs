using System.Globalization;

namespace GhostNet.Inspection;

/// <summary>One step of a convolution: the kernel lies at one place, products are made and summed up.</summary>
/// <param name="Row">Row of the output that the step makes.</param>
/// <param name="Column">Column of the output that it makes.</param>
/// <param name="Top">Row of the image under the kernel's first row; negative in the padding.</param>
/// <param name="Left">Column of the image under the kernel's first column; negative in the padding.</param>
/// <param name="Values">The image under the kernel, as large as the kernel; 0 in the padding.</param>
/// <param name="Products">Each value times the kernel's number over it.</param>
/// <param name="Sum">The sum of the products: one number of the output.</param>
public sealed record ConvolutionStep(int Row, int Column, int Top, int Left, double[,] Values, double[,] Products, double Sum)
{
    /// <summary>The step in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"output [{Row}, {Column}] = {string.Join(" + ", Products.Cast<double>().Select(product => product.ToString("G4", CultureInfo.InvariantCulture)))} = {Sum:G4}");
}
