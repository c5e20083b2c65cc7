using System.Globalization;
using System.Text;

namespace GhostNet.Interactive.Rendering;

/// <summary>A kernel as a small table: blue below zero, orange above it, the deeper the larger, and the numbers.</summary>
internal static class KernelTable
{
    /// <summary>The deepest colour, in percent: the numbers must stay readable on it.</summary>
    public const double Deepest = 44;

    /// <summary>Draws the table.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="name">What it is, for those who can't see it.</param>
    public static string Draw(double[,] kernel, string name)
    {
        var largest = kernel.Cast<double>().Max(Math.Abs);
        var html = new StringBuilder($"<table class=\"ghostnet-kernel\" aria-label=\"{Html.Text(name)}\"><tbody>");
        for (var row = 0; row < kernel.GetLength(0); row++)
        {
            html.Append("<tr>");
            for (var column = 0; column < kernel.GetLength(1); column++)
            {
                html.Append(Cell(kernel[row, column], largest, Figure(kernel[row, column], largest)));
            }

            html.Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>A cell in the colour of a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="largest">The largest size of a number in the table.</param>
    /// <param name="content">HTML, already escaped.</param>
    public static string Cell(double value, double largest, string content) => value == 0 || !double.IsFinite(value / largest)
        ? $"<td>{content}</td>"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"<td class=\"{(value > 0 ? "up" : "down")}\" style=\"--depth:{Math.Abs(value / largest) * Deepest:F0}%\">{content}</td>");

    /// <summary>A number with as many decimals as give the largest three significant digits.</summary>
    private static string Figure(double value, double largest)
    {
        if (largest is < 1e-3 or >= 1e5)
        {
            return value.ToString("G3", CultureInfo.InvariantCulture);
        }

        var rounded = Math.Round(value, Math.Max(0, 2 - (int)Math.Floor(Math.Log10(largest))));
        return (rounded == 0 ? 0 : rounded).ToString(CultureInfo.InvariantCulture);
    }
}
