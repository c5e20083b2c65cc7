using GhostNet.Inspection;
using GhostNet.Layers;
using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Tests.Inspection;

public sealed class FeatureMapsTests
{
    private static readonly GhostNetConfig s_small = GhostNetConfig.Cifar(0.5);

    [Fact]
    public void Keeps_what_the_layer_made_although_the_next_changes_it_in_place()
    {
        using var scope = NewDisposeScope();
        var conv = nn.Conv2d(3, 4, 3);
        var model = nn.Sequential(("conv", conv), ("relu", nn.ReLU(inplace: true)));
        var input = randn(2, 3, 6, 5);
        var maps = FeatureMaps.Capture(model, input, "conv");
        Assert.Equal(("conv", "Conv2d", 2, 4, 4, 3), (maps.Path, maps.LayerType, maps.Images, maps.Channels, maps.Height, maps.Width));
        Assert.Equal(conv.call(input).contiguous().data<float>().ToArray(), maps.Values);
        Assert.Contains(maps.Values, value => value < 0);
        Assert.All(maps.Kinds, kind => Assert.Equal(MapKind.Ordinary, kind));
    }

    [Fact]
    public void A_map_is_found_by_channel_and_image()
    {
        using var values = arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5);
        var maps = FeatureMaps.Of(values, "counting");
        var map = maps.Map(channel: 2, image: 1);
        Assert.Equal((4, 5), (map.GetLength(0), map.GetLength(1)));
        Assert.Equal([5 * 20.0, 5 * 20 + 7, 5 * 20 + 19], [map[0, 0], map[1, 2], map[3, 4]]);
        Assert.Throws<ArgumentOutOfRangeException>(() => maps.Map(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => maps.Map(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => maps.Map(-1));
    }

    [Fact]
    public void A_Ghost_modules_maps_are_those_of_its_two_branches()
    {
        using var scope = NewDisposeScope();
        var model = new GhostModule(3, 7, ratio: 3);
        var maps = FeatureMaps.CaptureAll(model, randn(1, 3, 8, 8), "", "primary_conv", "cheap_operation", "cheap_operation.1");
        Assert.Equal([7, 3, 6, 6], maps.Select(some => some.Channels));
        Assert.Equal([.. maps[1].Values, .. maps[2].Values.Take(4 * 64)], maps[0].Values);
        Assert.Equal([.. Enumerable.Repeat(MapKind.Intrinsic, 3), .. Enumerable.Repeat(MapKind.Ghost, 4)], maps[0].Kinds);
        Assert.All(maps[1].Kinds, kind => Assert.Equal(MapKind.Intrinsic, kind));
        Assert.All(maps[2].Kinds, kind => Assert.Equal(MapKind.Ghost, kind));
        Assert.All(maps[3].Kinds, kind => Assert.Equal(MapKind.Ghost, kind));
        Assert.Equal("GhostModule: 7 maps of 8×8 (3 intrinsic, 4 ghosts), 1 image", maps[0].ToString());
    }

    [Fact]
    public void Branches_that_are_trained_in_a_convolutions_place_make_its_kind_of_map()
    {
        using var scope = NewDisposeScope();
        var model = new GhostModule(4, 8, branches: 2);
        var maps = FeatureMaps.CaptureAll(
            model, randn(1, 4, 6, 6), "", "primary_rpr_conv.0", "primary_rpr_conv.1.conv", "cheap_rpr_conv.1", "cheap_rpr_scale", "cheap_rpr_skip");
        Assert.Equal([.. Enumerable.Repeat(MapKind.Intrinsic, 4), .. Enumerable.Repeat(MapKind.Ghost, 4)], maps[0].Kinds);
        Assert.All(maps.Skip(1).Take(2).SelectMany(some => some.Kinds), kind => Assert.Equal(MapKind.Intrinsic, kind));
        Assert.All(maps.Skip(3).SelectMany(some => some.Kinds), kind => Assert.Equal(MapKind.Ghost, kind));
    }

    [Theory]
    [InlineData("ghostnetv2_100", "blocks.3.0.ghost1")]
    [InlineData("ghostnetv3_100", "blocks.3.0.ghost1")]
    public void Attention_weighs_both_kinds_of_map_and_makes_neither(string name, string module)
    {
        using var scope = NewDisposeScope();
        using var model = ModelRegistry.Create(name, classes: 10);
        var maps = FeatureMaps.CaptureAll(model, randn(1, 3, 64, 64), module, $"{module}.short_conv");
        Assert.Equal([MapKind.Intrinsic, MapKind.Ghost], maps[0].Kinds.Distinct());
        Assert.Equal([MapKind.Ordinary], maps[1].Kinds.Distinct());
    }

    [Fact]
    public void A_bottlenecks_maps_are_those_of_its_last_Ghost_module_and_the_shortcut()
    {
        using var scope = NewDisposeScope();
        var model = new GhostNetV1(s_small);
        var maps = FeatureMaps.CaptureAll(model, randn(2, 3, 32, 32), "blocks.1", "blocks.1.0", "blocks.1.0.ghost2", "blocks.1.0.shortcut", "conv_stem", "blocks.9.0");
        Assert.Equal(maps[0].Values, maps[1].Values);
        Assert.Equal(maps[1].Values, maps[2].Values.Zip(maps[3].Values, (ghost, shortcut) => ghost + shortcut));
        foreach (var some in maps.Take(3))
        {
            Assert.Equal([.. Enumerable.Repeat(MapKind.Intrinsic, 6), .. Enumerable.Repeat(MapKind.Ghost, 6)], some.Kinds);
        }

        Assert.All(maps.Skip(3).SelectMany(some => some.Kinds), kind => Assert.Equal(MapKind.Ordinary, kind));
        Assert.Equal("conv_stem (Conv): 8 maps of 32×32, 2 images", maps[4].ToString());
    }

    [Theory]
    [InlineData("blocks.0.ghost1", "\"blocks.0.0.ghost1\"")]
    [InlineData("blocks.99", "\"blocks.9\"")]
    [InlineData("conv_steam", "\"conv_stem\"")]
    [InlineData("blocks..0", "\"blocks.0\"")]
    public void An_unknown_path_is_answered_with_the_nearest(string path, string nearest)
    {
        using var model = new GhostNetV1(s_small);
        using var input = zeros(1, 3, 32, 32);
        var error = Assert.Throws<ArgumentException>(() => FeatureMaps.Capture(model, input, path));
        Assert.StartsWith($"GhostNetV1 has no layer \"{path}\". The nearest are ", error.Message, StringComparison.Ordinal);
        Assert.Contains(nearest, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_say_what_is_wrong_with_a_layer_that_is_there()
    {
        using var scope = NewDisposeScope();
        var flat = nn.Sequential(("flatten", nn.Flatten()), ("fc", nn.Linear(4, 2)));
        Assert.StartsWith(
            "fc makes [1, 2]; feature maps are [N, C, H, W].",
            Assert.Throws<ArgumentException>(() => FeatureMaps.Capture(flat, zeros(1, 1, 2, 2), "fc")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The layer \"unused\" (Conv2d) did not run",
            Assert.Throws<ArgumentException>(() => FeatureMaps.Capture(new Unused(), zeros(1, 1, 2, 2), "unused")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The model does not take an input of shape [1, 1, 3, 3]: ",
            Assert.Throws<ArgumentException>(() => FeatureMaps.Capture(flat, zeros(1, 1, 3, 3), "fc")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "has no layers inside it",
            Assert.Throws<ArgumentException>(() => FeatureMaps.Capture(nn.ReLU(), zeros(1, 1, 3, 3), "x")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_the_model_as_it_was_also_after_an_error()
    {
        using var scope = NewDisposeScope();
        var model = new GhostNetV1(s_small);
        var before = new ModelSnapshot(model);

        var first = FeatureMaps.Capture(model, ones(2, 3, 32, 32), "blocks.3");
        Assert.Throws<ArgumentException>(() => FeatureMaps.Capture(model, ones(2, 4, 32, 32), "blocks.3"));
        Assert.Throws<ArgumentException>(() => FeatureMaps.Capture(model, ones(2, 3, 32, 32), "classifier"));

        Assert.Equal(first.Values, FeatureMaps.Capture(model, ones(2, 3, 32, 32), "blocks.3").Values);
        before.AssertUnchanged();
    }

    [Fact]
    public void Leaves_no_tensor_behind()
    {
        using var model = new GhostNetV1(s_small);
        using var input = ones(1, 3, 32, 32);
        GhostPairs.Find(FeatureMaps.Capture(model, input, "blocks.0"));
        var before = LiveTensors.Settle();
        GhostPairs.Find(FeatureMaps.Capture(model, input, "blocks.0"));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Takes_tensors_of_every_kind_of_memory()
    {
        using var scope = NewDisposeScope();
        var plain = arange(24, ScalarType.Float32).reshape(1, 2, 3, 4);
        var expected = plain.data<float>().ToArray();
        foreach (var tensor in new[]
        {
            plain, plain.squeeze(0), plain.to(ScalarType.Float64), plain.to(ScalarType.Byte), plain.clone().requires_grad_(true),
            plain.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2), plain.expand(1, 2, 3, 4),
        })
        {
            var maps = FeatureMaps.Of(tensor);
            Assert.Equal((1, 2, 3, 4), (maps.Images, maps.Channels, maps.Height, maps.Width));
            Assert.Equal(expected, maps.Values);
        }

        Assert.Equal(
            "dots makes [24]; feature maps are [N, C, H, W]. (Parameter 'maps')",
            Assert.Throws<ArgumentException>(() => FeatureMaps.Of(plain.flatten(), "dots")).Message);
    }

    /// <summary>A parent that has a layer and does not use it.</summary>
    private sealed class Unused : nn.Module<Tensor, Tensor>
    {
        public Unused()
            : base(nameof(Unused)) => register_module("unused", nn.Conv2d(1, 1, 1));

        public override Tensor forward(Tensor input) => input.alias();
    }
}
