using GhostNet.Interactive.Charts;

namespace GhostNet.Interactive.Tests.Curves;

public sealed class ChartTests
{
    [Fact]
    public void Mean_of_a_window_is_that_of_the_points_before()
    {
        var series = Series.Of("one", "train", new[] { 4.0, 2, 6, 10, 2 }, value => (long)(10 * value), value => value);
        var smooth = series.Smooth("mean", "train", 3);
        Assert.Equal([4, 3, 4, 6, 6], smooth.Points.Select(point => point.Y));
        Assert.Equal([40L, 20, 60, 100, 20], smooth.Points.Select(point => point.X));
    }

    [Fact]
    public void Points_that_are_not_finite_are_left_out()
    {
        var series = Series.Of("one", "train", new double?[] { 1, null, double.NaN, double.PositiveInfinity, 2 }, _ => 7, value => value);
        Assert.Equal([1, 2], series.Points.Select(point => point.Y));
    }

    [Theory]
    [InlineData(1, 1, new double[] { 1 })]
    [InlineData(1, 3, new double[] { 1, 2, 3 })]
    [InlineData(1, 10, new double[] { 2, 4, 6, 8, 10 })]
    [InlineData(1, 30, new double[] { 1, 5, 10, 15, 20, 25, 30 })]
    [InlineData(0, 390, new double[] { 0, 100, 200, 300 })]
    [InlineData(7, 8, new double[] { 7, 8 })]
    public void Axis_of_whole_numbers_has_round_ticks(long first, long last, double[] ticks)
    {
        var axis = Axis.Whole(first, last, 10, 110);
        Assert.Equal(ticks, axis.Ticks);
        Assert.Equal(first == last ? 60 : 10, axis.At(first));
        Assert.Equal(first == last ? 60 : 110, axis.At(last));
    }

    [Theory]
    [InlineData(0, 2.3, new[] { "0", "1", "2", "3" })]
    [InlineData(0.25, 0.5, new[] { "0.2", "0.3", "0.4", "0.5" })]
    [InlineData(0, 130_000, new[] { "0", "50000", "100000", "150000" })]
    [InlineData(3e-10, 1e-9, new[] { "2E-10", "4E-10", "6E-10", "8E-10", "1E-9" })]
    [InlineData(1e6, 1.25e6, new[] { "1E6", "1.1E6", "1.2E6", "1.3E6" })]
    public void Numbers_beside_an_axis_are_short(double least, double most, string[] labels)
    {
        var axis = Axis.Around([least, most], 0, 100);
        Assert.Equal(labels, axis.Ticks.Select(axis.Label));
    }

    [Theory]
    [InlineData("automobile", "automobile")]
    [InlineData("WWWWWWWWWWWW", "WWWWW…")]
    [InlineData("\u30AF\u30E9\u30B9\u306E\u540D\u524D\u304C", "\u30AF\u30E9\u30B9\u306E\u540D…")]
    [InlineData("iiiiiiiiiiiiiii", "iiiiiiiiiiiiiii")]
    [InlineData("", "")]
    public void A_name_is_as_wide_as_its_letters(string name, string shown) => Assert.Equal(shown, Svg.Fit(name, 76));

    [Fact]
    public void Text_that_XML_cannot_hold_is_replaced()
    {
        var text = Svg.Write(Svg.Text(1, 2, "a\0b\uD800c<script>\uD83D\uDE00", "label"));
        Assert.Contains("a\uFFFDb\uFFFDc&lt;script&gt;\uD83D\uDE00", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_character_of_two_halves_is_not_cut()
    {
        Assert.Equal("ab…", Svg.Shorten("ab\uD83D\uDE00cd", 4));
        Assert.Equal("ab\uD83D\uDE00…", Svg.Shorten("ab\uD83D\uDE00cd", 5));
        Assert.Equal("ab\uD83D\uDE00", Svg.Shorten("ab\uD83D\uDE00", 4));
    }
}
