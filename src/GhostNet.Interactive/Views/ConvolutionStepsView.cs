using System.Globalization;
using System.Text;
using System.Text.Json;
using GhostNet.Inspection;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;

namespace GhostNet.Interactive.Views;

/// <summary>
/// A convolution step by step: the image with the kernel at its place, the products and their sum, and the output so far.
/// A slider goes through the steps. Where scripts don't run, the first step and the whole output are shown.
/// </summary>
internal sealed class ConvolutionStepsView : View
{
    /// <summary>Side of a pixel in units of the picture: room for a number.</summary>
    private const int Unit = 28;

    /// <summary>A picture with more columns than this shows no numbers: they would be too small to read.</summary>
    private const int MostColumnsWithNumbers = 12;

    /// <summary>Letters for which there is room in a pixel.</summary>
    private const int MostLetters = 5;

    /// <summary>A larger kernel shows the products only, without their factors.</summary>
    private const int MostColumnsWithFactors = 5;

    private readonly ConvolutionSteps _steps;
    private readonly double[,] _image, _kernel, _output;

    internal ConvolutionStepsView(ConvolutionSteps steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        (_steps, _image, _kernel, _output) = (steps, steps.Image, steps.Kernel, steps.Output);
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var id = Html.NextId();
        var html = new StringBuilder($"<div id=\"{id}\">");
        html.Append(
            CultureInfo.InvariantCulture,
            $"""
            <p>A kernel of {Size(_kernel)} slides over an image of {Size(_image)}, stride {_steps.Stride}, padding {_steps.Padding}: {_steps.Count} steps make an output of {Size(_output)}.</p>
            <div class="controls" hidden><button type="button" class="play">▶ play</button><input class="range" type="range" min="0" max="{_steps.Count - 1}" value="0" aria-label="step of the convolution"><span class="place"></span></div>
            <div class="panels">
            """);
        AppendImage(html);
        AppendProducts(html);
        AppendOutput(html);
        html.Append("</div></div><script>").Append(Asset.ConvolutionScript).Append("(\"").Append(id).Append("\", ").Append(Numbers()).Append(")</script>");
        return Html.Frame("steps", html.ToString(), Asset.KernelTableStyle, Asset.ConvolutionStyle);
    }

    /// <inheritdoc/>
    public override string ToString() => _steps.ToString();

    private void AppendImage(StringBuilder html)
    {
        var (height, width, padding) = (_image.GetLength(0), _image.GetLength(1), _steps.Padding);
        html.Append(
            CultureInfo.InvariantCulture,
            $"""
            <figure class="picture"><figcaption>Image <span>and the kernel's place{(padding > 0 ? "; zeros around it" : "")}</span></figcaption>
            <svg viewBox="{-padding * Unit} {-padding * Unit} {(width + 2 * padding) * Unit} {(height + 2 * padding) * Unit}" role="img" aria-label="the image, {HeatMap.Of(_image).Range}, with the kernel's place">
            <rect class="padding" x="{-padding * Unit}" y="{-padding * Unit}" width="{(width + 2 * padding) * Unit}" height="{(height + 2 * padding) * Unit}"/>
            """);
        AppendZeros(html);
        AppendPixels(html, _image, ColorScale.Gray);
        AppendBox(html, "at", -padding, -padding, _kernel.GetLength(0), _kernel.GetLength(1));
        html.Append("</svg></figure>");
    }

    private void AppendProducts(StringBuilder html)
    {
        var first = _steps[0];
        var largest = LargestProduct;
        var withFactors = _kernel.GetLength(1) <= MostColumnsWithFactors;
        html.Append("<figure class=\"products\"><figcaption>Products <span>").Append(withFactors ? "pixel × kernel" : "of pixel and kernel")
            .Append("</span></figcaption><table class=\"ghostnet-kernel\" aria-label=\"the products\"><tbody>");
        for (var y = 0; y < _kernel.GetLength(0); y++)
        {
            html.Append("<tr>");
            for (var x = 0; x < _kernel.GetLength(1); x++)
            {
                var factors = withFactors ? $"<small><span class=\"v\">{Number(first.Values[y, x])}</span> × {Number(_kernel[y, x])}</small>" : "";
                html.Append(KernelTable.Cell(first.Products[y, x], largest, $"{factors}<b>{Number(first.Products[y, x])}</b>"));
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table><output>their sum: <b class=\"sum\">").Append(Number(first.Sum)).Append("</b></output></figure>");
    }

    private void AppendOutput(StringBuilder html)
    {
        var (height, width) = (_output.GetLength(0), _output.GetLength(1));
        var range = HeatMap.Of(_output).Range;
        html.Append(
            CultureInfo.InvariantCulture,
            $"""
            <figure class="picture"><figcaption>Output <span>{range}</span></figcaption>
            <svg viewBox="0 0 {width * Unit} {height * Unit}" role="img" aria-label="the output, {range}, as far as it is made">
            """);
        AppendPixels(html, _output, ColorScale.Viridis);

        // What is not made yet is covered: the rest of a row, and the rows below.
        html.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"cover rest\" height=\"{Unit}\" width=\"0\"/><rect class=\"cover below\" width=\"{width * Unit}\" height=\"0\"/>");
        AppendBox(html, "made", 0, 0, 1, 1);
        html.Append("</svg></figure>");
    }

    private static void AppendPixels(StringBuilder html, double[,] values, ColorScale scale)
    {
        var picture = HeatMap.Of(values);
        html.Append(
            CultureInfo.InvariantCulture,
            $"""
            <image width="{picture.Width * Unit}" height="{picture.Height * Unit}" preserveAspectRatio="none" href="{picture.DataAddress(scale, picture.Range)}"/>
            <rect class="frame" width="{picture.Width * Unit}" height="{picture.Height * Unit}"/>
            """);
        var texts = Texts(values);
        if (picture.Width > MostColumnsWithNumbers || texts.Any(text => text.Length > MostLetters))
        {
            return;
        }

        foreach (var (i, text) in texts.Index())
        {
            var (y, x) = (i / picture.Width, i % picture.Width);
            AppendNumber(html, x, y, scale.At(picture.Range.Level(values[y, x])).Ink == "#000" ? "on-bright" : "", text);
        }
    }

    /// <summary>The numbers of the padding.</summary>
    private void AppendZeros(StringBuilder html)
    {
        var (height, width, padding) = (_image.GetLength(0), _image.GetLength(1), _steps.Padding);
        if (width > MostColumnsWithNumbers)
        {
            return;
        }

        for (var y = -padding; y < height + padding; y++)
        {
            for (var x = -padding; x < width + padding; x++)
            {
                if (y < 0 || y >= height || x < 0 || x >= width)
                {
                    AppendNumber(html, x, y, "zero", "0");
                }
            }
        }
    }

    private static void AppendNumber(StringBuilder html, int x, int y, string style, string text) => html.Append(
        CultureInfo.InvariantCulture,
        $"<text class=\"{style}\" x=\"{x * Unit + Unit / 2}\" y=\"{y * Unit + Unit / 2 + 3}\">{text}</text>");

    /// <summary>Numbers short enough for a pixel: of those below 10 two decimals, of larger ones fewer.</summary>
    private static List<string> Texts(double[,] values)
    {
        var largest = values.Cast<double>().Max(Math.Abs);
        var decimals = largest < 10 ? 2 : largest < 100 ? 1 : 0;
        return [.. values.Cast<double>().Select(value => Math.Round(value, decimals)).Select(value => Number(value))];
    }

    /// <summary>A box in two colours, so that it stands out on any picture.</summary>
    private static void AppendBox(StringBuilder html, string name, int left, int top, int height, int width)
    {
        for (var layer = 0; layer < 2; layer++)
        {
            html.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"window {name}\" x=\"{left * Unit}\" y=\"{top * Unit}\" width=\"{width * Unit}\" height=\"{height * Unit}\"/>");
        }
    }

    /// <summary>The numbers that the script needs, as JSON; text in it is escaped so that it can't end the script.</summary>
    private string Numbers() => JsonSerializer.Serialize(
        new StepNumbers(
            Rows(_image),
            Rows(_kernel),
            Rows(_output),
            _steps.Stride,
            _steps.Padding,
            Unit,
            LargestProduct,
            KernelTable.Deepest,
            Pause: Math.Clamp(6000 / _steps.Count, 60, 600)),
        StepNumbersJson.Default.StepNumbers);

    /// <summary>The size of the largest product of all steps.</summary>
    private double LargestProduct => _steps.Max(step => step.Products.Cast<double>().Max(Math.Abs));

    /// <summary>The rows of a matrix, with seven digits: more than is shown, less than a double has.</summary>
    private static IEnumerable<IEnumerable<double>> Rows(double[,] values) =>
        Enumerable.Range(0, values.GetLength(0)).Select(row => Enumerable.Range(0, values.GetLength(1))
            .Select(column => double.Parse(values[row, column].ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));

    private static string Size(double[,] values) => $"{values.GetLength(0)}×{values.GetLength(1)}";

    private static string Number(double value) => NumberFormat.Significant(value == 0 ? 0 : value);
}
