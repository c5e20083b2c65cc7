using System.Text.RegularExpressions;
using GhostNet.Interactive.Tensors;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tests.Tensors;

public sealed partial class TensorViewTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [MemberData(nameof(TensorKinds.Names), MemberType = typeof(TensorKinds))]
    public void Every_kind_has_a_view_of_bounded_size(string kind)
    {
        foreach (var display in Enum.GetValues<TensorDisplay>())
        {
            var view = ViewOrMisfit(TensorKinds.Create(kind), display);
            var html = view?.ToHtml() ?? "";
            Assert.InRange(html.Length, 0, 100 * 1024);
            if (display == TensorDisplay.Auto)
            {
                Assert.StartsWith("<div class=\"ghostnet ghostnet-tensor\">", html, StringComparison.Ordinal);
                Assert.NotEmpty(view!.ToString());
                Assert.InRange(view.ToString().Length, 8, 5000);
            }
        }
    }

    [Fact]
    public void Says_type_shape_device_memory_and_statistics_in_a_line()
    {
        var text = tensor(new[] { 1f, 2, 3, 4, 0, 0 }).reshape(2, 3).View().ToString();
        Assert.Equal(
            "float32 [2, 3], cpu, 24 bytes",
            text.Split('\n')[0]);
        Assert.StartsWith("min 0, mean 1.667, max 4, std 1.633, 2 zeros", text.Split('\n')[1], StringComparison.Ordinal);
        Assert.EndsWith("[[1, 2, 3]\n [4, 0, 0]]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_what_is_not_finite_and_leaves_it_out_of_the_statistics()
    {
        var statistics = TensorStatistics.Of(tensor(new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 0, 3 }));
        Assert.Equal((2, 2, 1), (statistics.NaN, statistics.Infinite, statistics.Zeros));
        Assert.Equal((0, 3, 1.5), (statistics.Min, statistics.Max, statistics.Mean));
        Assert.Equal(2, statistics.Histogram.Sum());
    }

    /// <summary>Their sum, their squares or their range are no doubles, and what is asked for is one.</summary>
    [Theory]
    [InlineData(new[] { double.MaxValue, -double.MaxValue }, 0, double.PositiveInfinity)]
    [InlineData(new[] { double.MaxValue, double.MaxValue, double.MaxValue }, double.MaxValue, 0)]
    [InlineData(new[] { 1e200, 3e200 }, 2e200, 1.4142135623730951e200)]
    [InlineData(new[] { 1e308, 1.5e308, double.NaN, 1.4e308, double.PositiveInfinity }, 1.3e308, 2.6457513110645906e307)]
    [InlineData(new[] { -1e-200, 1e-200 }, 0, 1.4142135623730951e-200)]
    [InlineData(new[] { 0, 1e308, 0, -1e308, 4, 0, 0, 0 }, 0.5, 5.345224838248488e307)]
    public void Huge_and_tiny_values_have_their_mean_and_deviation(double[] values, double mean, double std)
    {
        var statistics = TensorStatistics.Of(tensor(values));
        Assert.True(IsNear(mean, statistics.Mean, double.IsFinite(std) ? std : 0), $"mean {statistics.Mean}");
        Assert.True(IsNear(std, statistics.Std, 0), $"std {statistics.Std}");
        Assert.Equal(values.Count(double.IsFinite), statistics.Histogram.Sum());
    }

    private static bool IsNear(double expected, double actual, double size) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-12 * Math.Max(Math.Abs(expected), size);

    [Fact]
    public void A_histogram_over_the_whole_range_of_doubles_counts_in_the_right_bins()
    {
        var histogram = TensorStatistics.Of(linspace(-1, 1, 1001, ScalarType.Float64) * double.MaxValue).Histogram;
        Assert.All(histogram, count => Assert.InRange(count, 1001 / histogram.Length, (1001 / histogram.Length) + 2));
    }

    [Fact]
    public void A_negative_zero_reads_as_zero()
    {
        Assert.StartsWith("min 0, mean 1.5, max 3,", tensor(new[] { -0f, 3f }).View().ToString().Split('\n')[1], StringComparison.Ordinal);
        Assert.StartsWith("min -3, mean -1.5, max 0,", tensor(new[] { -0f, -3f }).View().ToString().Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_are_those_of_libtorch()
    {
        var values = randn(3, 500, 900, ScalarType.Float64) + 1e6;
        var statistics = TensorStatistics.Of(values.permute(2, 0, 1));
        Assert.Equal(values.min().item<double>(), statistics.Min);
        Assert.Equal(values.max().item<double>(), statistics.Max);
        Assert.Equal(values.mean().item<double>(), statistics.Mean, 6);
        Assert.Equal(values.std().item<double>(), statistics.Std, 6);
        Assert.Equal(values.numel(), statistics.Histogram.Sum());
    }

    [Fact]
    public void An_expanded_tensor_is_counted_in_full_and_read_once()
    {
        var statistics = TensorStatistics.Of(tensor(new[] { 0f, 1, 2, 3 }).expand(250_000_000, 4));
        Assert.Equal((250_000_000, 1.5), (statistics.Zeros, statistics.Mean));
        Assert.Equal(Math.Sqrt(1.25), statistics.Std, 6);
        Assert.Null(statistics.Sample);
        Assert.Contains("expanded", tensor(1f).expand(1000, 1000, 1000).View().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_outlives_its_tensor()
    {
        var tensor = rand(3, 32, 32);
        var view = tensor.View();
        var before = Id().Replace(view.ToHtml(), "");
        tensor.zero_();
        tensor.Dispose();
        Assert.Equal(before, Id().Replace(view.ToHtml(), ""));
    }

    [Fact]
    public void A_disposed_tensor_is_said_to_be_so()
    {
        var text = TensorKinds.Create("disposed").View().ToString();
        Assert.Contains("disposed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_shows_its_pixels()
    {
        var image = zeros(3, 20, 30, ScalarType.Byte);
        image[0, 0, 0] = 255;
        image[1, 19, 29] = 128;
        using var picture = Picture(image.View().ToHtml());
        Assert.Equal((30, 20), (picture.Width, picture.Height));
        Assert.Equal(new SKColor(255, 0, 0), picture.GetPixel(0, 0));
        Assert.Equal(new SKColor(0, 128, 0), picture.GetPixel(29, 19));
    }

    [Fact]
    public void A_normalised_image_is_shown_as_it_was()
    {
        float[] mean = [0.4914f, 0.4822f, 0.4465f], std = [0.2023f, 0.1994f, 0.2010f];
        var image = randint(0, 256, new long[] { 3, 16, 16 }, ScalarType.Float32);
        var normalised = ((image / 255) - tensor(mean).view(3, 1, 1)) / tensor(std).view(3, 1, 1);
        using var picture = Picture(normalised.View(mean: mean, std: std).ToHtml());
        var expected = image[.., 5, 7].data<float>().ToArray();
        Assert.Equal(new SKColor((byte)expected[0], (byte)expected[1], (byte)expected[2]), picture.GetPixel(7, 5));
    }

    [Fact]
    public void Not_a_number_has_a_colour_of_its_own()
    {
        var values = zeros(20, 20);
        values[3, 4] = double.NaN;
        using var picture = Picture(values.View().ToHtml());
        Assert.Equal(new SKColor(255, 0, 255), picture.GetPixel(4, 3));
    }

    [Fact]
    public void A_channel_a_range_and_colours_can_be_chosen()
    {
        var maps = zeros(4, 20, 20);
        maps[2, 0, 0] = 1;
        using var picture = Picture(maps.View(channel: 2, min: 0, max: 2, colorMap: ColorMap.Gray).ToHtml());
        Assert.Equal(new SKColor(129, 129, 129), picture.GetPixel(0, 0));
        Assert.Equal(SKColors.Black, picture.GetPixel(1, 1));
        Assert.Contains("channels 0 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => maps.View(channel: 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_the_shape_is_said()
    {
        var message = Assert.Throws<ArgumentException>(() => zeros(5).View(TensorDisplay.Image)).Message;
        Assert.Contains("[5]", message, StringComparison.Ordinal);
        Assert.Contains("[H, W]", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => rand(3, 9, 9).View(mean: [0.5f, 0.5f, 0.5f]));
    }

    [Fact]
    public void Small_matrices_show_their_numbers_whole_numbers_to_the_last_digit()
    {
        Assert.Contains(">9007199254740993<", tensor(new long[,] { { 9_007_199_254_740_993, 1 } }).View(TensorDisplay.Numbers).ToHtml(), StringComparison.Ordinal);
        Assert.Contains(">0.25</td>", tensor(new[,] { { 0.25f, 1 }, { 2, 3 } }).View().ToHtml(), StringComparison.Ordinal);
        Assert.Contains("1-2i", tensor(new System.Numerics.Complex(1, -2)).View().ToHtml(), StringComparison.Ordinal);
        Assert.Contains("true", tensor(true).View().ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_and_samples_are_said()
    {
        Assert.Contains("64 of 100", randn(100, 14, 14).View().ToHtml(), StringComparison.Ordinal);
        Assert.Contains("the first of 6", randn([2, 3, 2, 2, 9, 9]).View().ToHtml(), StringComparison.Ordinal);
        Assert.Contains("1,048,576 of 2,097,152 values", arange(1 << 21).View().ToHtml(), StringComparison.Ordinal);
    }

    private static GhostNet.Interactive.Views.View? ViewOrMisfit(Tensor tensor, TensorDisplay display)
    {
        try
        {
            return tensor.View(display);
        }
        catch (ArgumentException e) when (display != TensorDisplay.Auto && e.Message.Contains("does not fit", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static SKBitmap Picture(string html) => SKBitmap.Decode(Convert.FromBase64String(Png().Match(html).Groups[1].Value));

    [GeneratedRegex("base64,([^\"]+)\"")]
    private static partial Regex Png();

    [GeneratedRegex("id=\"[^\"]+\"")]
    private static partial Regex Id();
}
