using GhostNet.Conversion;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Onnx;
using GhostNet.Tests.Training;
using GhostNet.Training;
using GhostNet.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Conversion;

public sealed class GhostifyTests
{
    private static readonly long[] s_small = [1, 3, 32, 32];

    [Theory]
    [InlineData("vgg16", "ghost_vgg16", 3, 7_650_474)]
    [InlineData("resnet56", "ghost_resnet56", 1, 429_882)]
    public void Makes_the_twin_of_a_network(string name, string twinName, int dwSize, long parameters)
    {
        using var scope = NewDisposeScope();
        using var model = ModelRegistry.Create(name);
        using var twin = ModelRegistry.Create(twinName);
        var plain = ModelSummary.Of(model, s_small);
        var result = Ghostify.Convolutions(model, s_small, dwSize: dwSize);
        var expected = ModelSummary.Of(twin, s_small);
        Assert.Equal((plain.Parameters, plain.MultiplyAdds), (result.Before.Parameters, result.Before.MultiplyAdds));
        Assert.Equal((parameters, expected.MultiplyAdds), (result.After.Parameters, result.After.MultiplyAdds));
        Assert.Equal(expected.Parameters, result.After.Parameters);
        Assert.All(result.Layers, layer => Assert.Null(layer.KeptBecause));
        Assert.Equal(plain.Parameters - parameters, result.Layers.Sum(layer => layer.ParametersBefore - layer.ParametersAfter));
        Assert.Equal(plain.MultiplyAdds - expected.MultiplyAdds, result.Layers.Sum(layer => layer.MultiplyAddsBefore - layer.MultiplyAddsAfter));

        // It is the twin, by the names of its weights too; a file of them does not claim to be of the plain network.
        Assert.Equal(twin.state_dict().Keys, model.state_dict().Keys);
        twin.load_state_dict(model.state_dict());
        model.eval();
        twin.eval();
        var images = rand(2, 3, 32, 32);
        Assert.Equal(model.call(images).data<float>().ToArray(), twin.call(images).data<float>().ToArray());
        Assert.Null(NetworkDescription.Of(model).Spec);
        Assert.Equal(name, model.Spec.Name);
    }

    [Fact]
    public void A_network_of_TorchSharps_layers_keeps_the_places_and_the_order_of_its_layers()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = Plain();
        var names = model.named_children().Select(child => child.name).ToList();
        var result = Ghostify.Convolutions(model, [2, 3, 16, 20]);
        Assert.Equal(names, model.named_children().Select(child => child.name));

        // 3 to 16 by 3×3, 16 to 33 by 1×1 with bias, and a depthwise one, which stays.
        Assert.Equal(["0", "3.0", "4", "9"], result.Layers.Select(layer => layer.Path));
        Assert.Equal(["3×3, 3 to 16", "5×3, 16 to 33", "3×3, 33 to 33", "1×1, 33 to 20"], result.Layers.Select(layer => layer.Convolution));
        Assert.Equal([null, null, "it is in groups", "it makes a single pixel"], result.Layers.Select(layer => layer.KeptBecause));
        Assert.Equal(3 * 9 * 8 + 8 * 9, result.Layers[0].ParametersAfter);
        Assert.Equal(16 * 15 * 17 + 17 + 17 * 9 + 17, result.Layers[1].ParametersAfter);
        Assert.Equal(result.Before.Parameters - result.After.Parameters, result.Layers.Sum(layer => layer.ParametersBefore - layer.ParametersAfter));
        Assert.Equal([2, 20, 1, 1], result.After.Root.Children[^2].OutputShape);
        Assert.Contains("2 of 4 convolutions are Ghost modules now, ratio 2", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("9    1×1, 33 to 20: kept, it makes a single pixel", result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 5)]
    public void Other_ratios_and_kernels_keep_every_shape(int ratio, int dwSize)
    {
        using var scope = NewDisposeScope();
        using var model = Plain();
        var result = Ghostify.Convolutions(model, [2, 3, 16, 20], ratio, dwSize);
        Assert.All(result.After.Root.Children.Zip(result.Before.Root.Children), pair => Assert.Equal(pair.Second.OutputShape, pair.First.OutputShape));
        Assert.True(result.After.Parameters < result.Before.Parameters);
    }

    [Fact]
    public void Layers_in_fields_lists_and_dictionaries_are_replaced_and_trained()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new Fields();
        var result = Ghostify.Convolutions(model, [1, 3, 8, 8]);
        Assert.Equal(["first", "list.0", "named.a", "named.b", "array0"], result.Layers.Where(layer => layer.KeptBecause is null).Select(layer => layer.Path));
        Assert.DoesNotContain(model.modules(), layer => layer is Conv2d { kernel_size: [3, 3], out_channels: 16 });

        var before = TinyModel.Bytes(model);
        using (var trainer = new Trainer(model, new TrainingOptions { Epochs = 1, BatchSize = 16, Device = "cpu", Augmentation = Augmentation.None }))
        {
            trainer.Fit(TinyModel.Data(64), null);
        }

        Assert.All(TinyModel.Bytes(model), tensor => Assert.NotEqual(before[tensor.Key], tensor.Value));
    }

    [Fact]
    public void A_field_that_can_hold_no_other_layer_is_named_and_nothing_is_changed()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(nn.Conv2d(3, 16, 3, padding: 1), new Narrow());
        var names = model.state_dict().Keys.ToList();
        var exception = Assert.Throws<ArgumentException>(() => Ghostify.Convolutions(model, [1, 3, 8, 8]));
        Assert.Contains("1.conv", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Narrow holds it as conv of type Conv2d", exception.Message, StringComparison.Ordinal);
        Assert.Equal(names, model.state_dict().Keys);
        Assert.Equal([1, 16, 8, 8], model.call(zeros(1, 3, 8, 8)).shape);
    }

    [Fact]
    public void A_layer_that_is_held_elsewhere_too_is_named_and_everything_is_put_back()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(nn.Conv2d(3, 16, 3, padding: 1), new Hidden());
        var (names, children) = (model.state_dict().Keys.ToList(), model.children().ToList());
        var exception = Assert.Throws<ArgumentException>(() => Ghostify.Convolutions(model, [1, 3, 8, 8]));
        Assert.Contains("The convolution 1.conv cannot be replaced", exception.Message, StringComparison.Ordinal);
        Assert.Equal(names, model.state_dict().Keys);
        Assert.Equal(children, model.children());
        Assert.Equal([1, 16, 8, 8], model.call(zeros(1, 3, 8, 8)).shape);
    }

    [Fact]
    public void A_network_with_nothing_to_replace_says_why()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Sequential(nn.Flatten(), nn.Linear(192, 4));
        Assert.Contains("has no convolution", Assert.Throws<ArgumentException>(() => Ghostify.Convolutions(linear, [1, 3, 8, 8])).Message, StringComparison.Ordinal);
        using var grouped = nn.Sequential(nn.Conv2d(3, 3, 3, groups: 3));
        Assert.Contains("0 it is in groups", Assert.Throws<ArgumentException>(() => Ghostify.Convolutions(grouped, [1, 3, 8, 8])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ghostify.Convolutions(linear, [1, 3, 8, 8], ratio: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ghostify.Convolutions(linear, [1, 3, 8, 8], dwSize: 2));
    }

    [Theory]
    [InlineData("mobilenet_v3_small")]
    [InlineData("ghostnet_cifar")]
    public void Networks_of_the_library_are_replaced_or_left_as_they_were(string name)
    {
        using var scope = NewDisposeScope();
        using var model = ModelRegistry.Create(name);
        var before = model.state_dict().Keys.ToList();
        var side = Math.Max(32, model.SmallestImage);
        try
        {
            var result = Ghostify.Convolutions(model, [1, 3, side, side]);
            Assert.True(result.After.Parameters < result.Before.Parameters);
        }
        catch (ArgumentException exception)
        {
            Assert.Contains("cannot be replaced", exception.Message, StringComparison.Ordinal);
            Assert.Equal(before, model.state_dict().Keys);
        }

        model.eval();
        Assert.Equal([1, model.Classes], model.call(zeros(1, 3, side, side)).shape);
    }

    [Fact]
    public void Gradients_modes_and_random_numbers_are_as_they_should_be()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(nn.Conv2d(3, 16, 3), nn.BatchNorm2d(16), nn.ReLU());
        model.eval();
        model.children().Last().train();
        Ghostify.Convolutions(model, [1, 3, 8, 8]);
        Assert.Equal([false, false, true], model.children().Select(child => child.training));
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.IsType<GhostConv>(model.children().First());
    }

    [Fact]
    public void What_is_described_stays_described_so_it_is_exported()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = ModelRegistry.Create("vgg16");
        Ghostify.Convolutions(model, s_small);
        model.eval();
        using var optimized = model.Optimized();
        var images = rand(1, 3, 32, 32);
        Assert.True(optimized.call(images).allclose(model.call(images), rtol: 1e-3, atol: 1e-4));

        using var plain = nn.Sequential(nn.Conv2d(3, 16, 3, padding: 1), nn.BatchNorm2d(16), nn.ReLU(), nn.Conv2d(16, 32, 3, stride: 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10));
        Ghostify.Convolutions(plain, s_small);
        plain.eval();
        plain.ExportOnnx(folder.File("a.onnx"));
        Assert.True(File.Exists(folder.File("a.onnx")));
    }

    private static Sequential Plain() => nn.Sequential(
        nn.Conv2d(3, 16, 3, padding: 1, bias: false),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Sequential(nn.Conv2d(16, 33, (5, 3), stride: (2, 1), padding: (4, 1), dilation: (2, 1), padding_mode: PaddingModes.Reflect), nn.ReLU()),
        nn.Conv2d(33, 33, 3, Padding.Same, groups: 33),
        nn.ReLU(),
        nn.BatchNorm2d(33),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Conv2d(33, 20, 1),
        nn.Flatten());

    /// <summary>Layers wherever a class may hold them.</summary>
    private sealed class Fields : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> first = nn.Conv2d(3, 16, 3, padding: 1);
        private readonly ModuleList<nn.Module<Tensor, Tensor>> list = nn.ModuleList<nn.Module<Tensor, Tensor>>(nn.Conv2d(16, 16, 3, padding: 1));
        private readonly nn.Module<Tensor, Tensor>[] _array = [nn.Conv2d(16, 16, 3, padding: 1)];
        private readonly ModuleDict<nn.Module<Tensor, Tensor>> named = nn.ModuleDict<nn.Module<Tensor, Tensor>>(("a", nn.Conv2d(16, 16, 3, padding: 1)), ("b", nn.Conv2d(16, 16, 3, padding: 1)));
        private readonly Linear head = nn.Linear(16, 4);

        public Fields()
            : base(nameof(Fields))
        {
            RegisterComponents();
            register_module("array0", _array[0]);
        }

        public override Tensor forward(Tensor input)
        {
            var maps = _array[0].forward(list[0].call(nn.functional.relu(first.call(input))));
            return head.forward(named["a"].call(nn.functional.relu(named["b"].call(maps))).mean([2, 3]));
        }
    }

    private sealed class Narrow : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d conv = nn.Conv2d(16, 16, 3, padding: 1);

        public Narrow()
            : base(nameof(Narrow)) => RegisterComponents();

        public override Tensor forward(Tensor input) => conv.forward(input);
    }

    private sealed class Hidden : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> conv = nn.Conv2d(16, 16, 3, padding: 1);
        private readonly Func<Tensor, Tensor> _compute;

        public Hidden()
            : base(nameof(Hidden))
        {
            RegisterComponents();
            var held = conv;
            _compute = input => held.forward(input);
        }

        public override Tensor forward(Tensor input) => _compute(input);
    }
}
