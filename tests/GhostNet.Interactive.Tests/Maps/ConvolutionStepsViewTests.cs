using System.Text.Json;
using System.Text.RegularExpressions;
using GhostNet.Inspection;

namespace GhostNet.Interactive.Tests.Maps;

public sealed class ConvolutionStepsViewTests
{
    private static readonly double[,] s_image = { { 1, 2, 3, 4 }, { 5, 6, 7, 8 }, { 9, 10, 11, 12 } };

    [Fact]
    public void Without_scripts_the_first_step_and_the_whole_output_are_there()
    {
        var html = ConvolutionSteps.Of(s_image, new double[,] { { 1, 0 }, { 0, -1 } }).View().ToHtml();
        Page.AssertSound(html);
        Assert.Contains("A kernel of 2×2 slides over an image of 3×4, stride 1, padding 0: 6 steps make an output of 2×3.", html, StringComparison.Ordinal);
        Assert.Contains("<small><span class=\"v\">6</span> × -1</small><b>-6</b>", html, StringComparison.Ordinal);
        Assert.Contains("their sum: <b class=\"sum\">-5</b>", html, StringComparison.Ordinal);
        Assert.Contains("<div class=\"controls\" hidden>", html, StringComparison.Ordinal);
        Assert.Contains("class=\"cover below\" width=\"84\" height=\"0\"", html, StringComparison.Ordinal);
        Assert.Equal(6, Regex.Count(html, "<text [^>]*>-5</text>"));
        Assert.Contains("max=\"5\"", html, StringComparison.Ordinal);
        var pictures = Page.Pictures(html);
        Assert.Equal([(4, 3), (3, 2)], pictures.Select(picture => (picture.Width, picture.Height)));
        pictures.ForEach(picture => picture.Dispose());
    }

    [Fact]
    public void The_script_has_the_numbers()
    {
        var html = ConvolutionSteps.Of(s_image, ImageKernels.BoxBlur, stride: 2, padding: 1).View().ToHtml();
        using var numbers = JsonDocument.Parse(Regex.Match(html, "\\(\"g[^\"]*\", (\\{.*\\})\\)</script>").Groups[1].Value);
        var root = numbers.RootElement;
        Assert.Equal((2, 1), (root.GetProperty("stride").GetInt32(), root.GetProperty("padding").GetInt32()));
        Assert.Equal(11, root.GetProperty("image")[2][2].GetDouble());
        Assert.Equal(1 / 9.0, root.GetProperty("kernel")[1][1].GetDouble(), 6);
        Assert.Equal(14 / 9.0, root.GetProperty("output")[0][0].GetDouble(), 6);
    }

    [Fact]
    public void Ids_differ_from_view_to_view()
    {
        var view = ConvolutionSteps.Of(s_image, ImageKernels.Identity).View();
        var ids = Page.Attributes(view.ToHtml() + view.ToHtml(), "id");
        Assert.Equal(2, ids.Count);
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    public void Large_ones_are_bounded_and_show_no_numbers_on_the_pictures()
    {
        var random = new Random(1);
        var image = new double[64, 64];
        for (var i = 0; i < image.Length; i++)
        {
            image[i / 64, i % 64] = random.NextDouble() * 1e6 - 5e5;
        }

        var html = ConvolutionSteps.Of(image, new double[11, 11], stride: 2, padding: 5).View().ToHtml();
        Page.AssertSound(html);
        Assert.InRange(html.Length, 1000, 100_000);
        Assert.DoesNotContain("<text", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<small>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void In_text_it_is_the_output()
    {
        var steps = ConvolutionSteps.Of(s_image, ImageKernels.Identity);
        Assert.Equal(steps.ToString(), steps.View().ToString());
    }
}
