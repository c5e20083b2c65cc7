using GhostNet.Interactive.Tensors;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tests.Tensors;

/// <summary>Which picture a tensor gets: chosen by its shape and type, without a tensor.</summary>
public sealed class TensorLayoutTests
{
    [Theory]
    [InlineData(new long[0], "Value")]
    [InlineData(new long[] { 1, 1, 1 }, "Value")]
    [InlineData(new long[] { 9 }, "Bars")]
    [InlineData(new long[] { 1, 9, 1 }, "Bars")]
    [InlineData(new long[] { 12, 12 }, "Cells")]
    [InlineData(new long[] { 13, 12 }, "Tiles")]
    [InlineData(new long[] { 1, 16, 1, 5 }, "Tiles")]
    public void The_shape_decides_the_kind(long[] shape, string kind) => Assert.Equal(kind, Choose(shape).Kind.ToString());

    [Fact]
    public void Three_planes_of_eight_pixels_are_a_colour_image()
    {
        var layout = Choose([3, 8, 8]);
        Assert.Equal((null, 0, 1, 2), (layout.Tile, layout.Plane, layout.Height, layout.Width));
        Assert.True(layout.IsImage);
    }

    [Fact]
    public void Three_smaller_planes_are_three_maps()
    {
        var layout = Choose([3, 7, 8]);
        Assert.Equal((0, null, 1, 2), (layout.Tile, layout.Plane, layout.Height, layout.Width));
        Assert.Equal((3, 3, true), (layout.Tiles, layout.Columns, layout.IsNumbered));
    }

    [Fact]
    public void Colours_in_the_last_dimension_are_seen_where_the_values_are_levels()
    {
        var levels = Choose([20, 30, 3], type: ScalarType.Byte, max: 255);
        Assert.Equal((2, 0, 1), (levels.Plane, levels.Height, levels.Width));
        Assert.Null(Choose([20, 30, 3]).Plane);
    }

    [Fact]
    public void A_batch_of_channels_has_a_row_for_each_entry()
    {
        var layout = Choose([20, 40, 14, 14]);
        Assert.Equal((0, 1, 2, 3), (layout.TileRow, layout.Tile, layout.Height, layout.Width));
        Assert.Equal((8, 16, 16, false), (layout.Rows, layout.Tiles, layout.Columns, layout.IsNumbered));
        Assert.Equal("8 of 20 rows, 16 of 40 columns", layout.Part);
    }

    [Fact]
    public void Of_more_dimensions_than_four_the_first_entry_is_seen()
    {
        var layout = Choose([2, 1, 5, 3, 9, 9]);
        Assert.Equal((2, 3, 4, 5), (layout.Tile, layout.Plane, layout.Height, layout.Width));
        Assert.Equal("the first of 2", layout.Part);
    }

    [Fact]
    public void A_channel_is_a_matrix_of_the_first_entry()
    {
        var layout = Choose([4, 6, 20, 30], channel: 5);
        Assert.Equal((1, 5, 2, 3), (layout.Channel, layout.ChannelIndex, layout.Height, layout.Width));
        Assert.Equal("channel 5", layout.Part);
    }

    [Fact]
    public void Magnitudes_are_never_an_image() => Assert.Null(Choose([3, 20, 20], isComplex: true).Plane);

    [Theory]
    [InlineData(new long[] { 5, 5 }, TensorDisplay.Gallery)]
    [InlineData(new long[] { 2, 3, 4, 5, 6 }, TensorDisplay.Channels)]
    [InlineData(new long[] { 4, 8, 8 }, TensorDisplay.Image)]
    public void What_does_not_fit_is_said_with_the_shape(long[] shape, TensorDisplay display)
    {
        var error = Assert.Throws<ArgumentException>(() => Choose(shape, display));
        Assert.StartsWith($"The tensor [{string.Join(", ", shape)}] does not fit: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_on_both_sides_of_zero_are_blue_and_red_and_white_is_zero()
    {
        var colors = TensorColors.Choose(Traits([5, 5], min: -1, max: 4), Options(), isImage: false);
        Assert.Equal((ColorMap.BlueRed, -4, 4), (colors.Map, colors.Range.Smallest, colors.Range.Largest));
    }

    private static TensorLayout Choose(
        long[] shape,
        TensorDisplay display = TensorDisplay.Auto,
        int? channel = null,
        ScalarType type = ScalarType.Float32,
        double max = 4,
        bool isComplex = false) =>
        TensorLayout.Choose(Traits(shape, type, max: max, isComplex: isComplex), Options(display, channel));

    private static TensorTraits Traits(long[] shape, ScalarType type = ScalarType.Float32, double min = 0, double max = 4, bool isComplex = false) =>
        new(shape, type, isComplex, min, max);

    private static TensorOptions Options(TensorDisplay display = TensorDisplay.Auto, int? channel = null) =>
        new(display, channel, null, null, ColorMap.Auto, null, null);
}
