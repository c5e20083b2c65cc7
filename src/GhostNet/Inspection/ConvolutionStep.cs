using System.Globalization;

namespace GhostNet.Inspection;

/// <summary>One step of a convolution: the kernel lies at one place, products are made and summed up.</summary>
public sealed class ConvolutionStep
{
    internal ConvolutionStep(int row, int column, int top, int left, double[,] values, double[,] products, double sum)
    {
        Row = row;
        Column = column;
        Top = top;
        Left = left;
        Values = values;
        Products = products;
        Sum = sum;
    }

    /// <summary>Row of the output that the step makes.</summary>
    public int Row { get; }

    /// <summary>Column of the output that it makes.</summary>
    public int Column { get; }

    /// <summary>Row of the image under the kernel's first row; negative in the padding.</summary>
    public int Top { get; }

    /// <summary>Column of the image under the kernel's first column; negative in the padding.</summary>
    public int Left { get; }

    /// <summary>The image under the kernel, as large as the kernel; 0 in the padding.</summary>
    public double[,] Values { get; }

    /// <summary>Each value times the kernel's number over it.</summary>
    public double[,] Products { get; }

    /// <summary>The sum of the products: one number of the output.</summary>
    public double Sum { get; }

    /// <summary>The step in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"output [{Row}, {Column}] = {string.Join(" + ", Products.Cast<double>().Select(product => product.ToString("G4", CultureInfo.InvariantCulture)))} = {Sum:G4}");
}
