using GhostNet.Graph;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Prediction;
using GhostNet.Runtime;
using GhostNet.Tests.Golden;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Graph;

/// <summary>What is fused, and what is not.</summary>
public sealed class GraphPassTests
{
    public GraphPassTests() => Libtorch.Load();

    [Fact]
    public void Constants_have_the_names_of_the_state_dict()
    {
        using var network = new GhostNetV2(GhostNetConfig.Cifar(0.25));
        var constants = GraphBuilder.Build(network, "images").Nodes.SelectMany(node => node.Operation switch
        {
            Operation.Convolution { Bias: { } bias } convolution => [convolution.Weight, bias],
            Operation.Convolution convolution => [convolution.Weight],
            Operation.Normalization norm => new[] { norm.Weight, norm.Bias, norm.Mean, norm.Variance },
            _ => [],
        }).ToDictionary(constant => constant.Name, constant => constant.Value);
        var state = network.state_dict().Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList();
        Assert.Equal(state.Select(entry => entry.Key).Order(), constants.Keys.Order());
        Assert.All(state, entry => Assert.Equal(entry.Value.shape, constants[entry.Key].shape));
    }

    [Fact]
    public void Every_batch_normalisation_of_a_network_is_fused()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var network in new nn.Module<Tensor, Tensor>[]
        {
            new GhostNetV1(GhostNetConfig.Cifar(0.25)), new GhostNetV2(GhostNetConfig.Cifar(0.25)), new GhostVgg16(), new ResNet56(),
        })
        {
            var graph = GraphBuilder.Build(network, "images");
            Assert.Contains(graph.Nodes, node => node.Operation is Operation.Normalization);
            Assert.DoesNotContain(BatchNormFusion.Apply(graph).Nodes, node => node.Operation is Operation.Normalization);
            Assert.Equal(graph.Nodes.Count, graph.Nodes.Select(node => node.Name).Distinct().Count());
            network.Dispose();
        }
    }

    /// <summary>What somebody else needs must stay.</summary>
    [Fact]
    public void A_convolution_that_is_used_twice_keeps_its_normalisation()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var layer = new Twice();
        FillRule.Fill(layer, "twice", new Dictionary<string, double>());
        var fused = BatchNormFusion.Apply(GraphBuilder.Build(layer, "images"));
        Assert.Single(fused.Nodes, node => node.Operation is Operation.Normalization);
        AssertSame(layer, 4);
    }

    /// <summary>GhostNetV3's layer: k×k branches, one of 1×1 and a batch normalisation alone, for ordinary and depthwise convolutions.</summary>
    [Theory]
    [InlineData(8, 1, 3, 3)]
    [InlineData(8, 8, 3, 2)]
    [InlineData(8, 8, 5, 1)]
    [InlineData(12, 3, 3, 1)]
    [InlineData(8, 1, 1, 3)]
    public void Branches_become_one_convolution(int channels, int groups, int kernel, int branches)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var layer = new Branches(channels, groups, kernel, branches);
        FillRule.Fill(layer, "branches", new Dictionary<string, double>());
        var nodes = PredictionFusion.Apply(GraphBuilder.Build(layer, "images")).Nodes;
        Assert.Equal([nameof(Operation.Input), nameof(Operation.Convolution)], nodes.Select(node => node.Operation.GetType().Name));
        AssertSame(layer, channels);
    }

    [Fact]
    public void Convolutions_that_do_not_fit_each_other_stay_two()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var layer = new Sum(new Conv(4, 6, 3), nn.Conv2d(4, 6, 3, padding: 2, dilation: 2));
        var merged = BranchMerging.Apply(GraphBuilder.Build(layer, "images"));
        Assert.Equal(2, merged.Nodes.Count(node => node.Operation is Operation.Convolution));
        AssertSame(layer, 4);
    }

    /// <summary>More ghosts than are wanted, a kernel of one number, and maps that attention weighs: one operation writes them.</summary>
    [Theory]
    [InlineData(64, 3, 3)]
    [InlineData(21, 2, 5)]
    [InlineData(17, 2, 1)]
    public void A_ghost_module_is_one_operation(int outputs, int ratio, int size)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var layer = new GhostModule(16, outputs, kernelSize: 3, ratio, size);
        FillRule.Fill(layer, "ghost", new Dictionary<string, double>());
        var nodes = PredictionFusion.Apply(GraphBuilder.Build(layer, "images")).Nodes;

        // A depthwise convolution that makes several maps of each is one of libtorch.
        Assert.Equal(ratio == 2 ? 2 : 5, nodes.Count);
        AssertSame(layer, 16);
    }

    /// <summary>A linear layer sees the numbers of a map in PyTorch's order, map after map.</summary>
    [Fact]
    public void Maps_become_vectors_in_the_order_of_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var layer = nn.Sequential(new Conv(4, 6, 3, stride: 2), nn.ReLU(), nn.Flatten(), nn.Linear(6 * 5 * 4, 7), nn.ReLU());
        AssertSame(layer, 4);
    }

    /// <summary>A part that is the whole shares its memory, in which nothing may be overwritten then.</summary>
    [Fact]
    public void A_view_is_not_overwritten()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var layer = new Views();
        AssertSame(layer, 4);
    }

    private static void AssertSame(nn.Module<Tensor, Tensor> layer, int channels)
    {
        layer.eval();
        using var fused = new OptimizedNetwork(layer, channels, smallest: 1);
        var images = randn(3, channels, 9, 7);
        var expected = layer.call(images);
        var actual = fused.call(images);
        Assert.Equal(expected.shape, actual.shape);
        Close.Assert(layer.GetName(), 0, (expected - actual).abs().max().item<float>() / Math.Max(1, expected.abs().max().item<float>()), 1e-5);
    }

    private sealed class Twice : DescribedModule
    {
        private readonly Conv conv = new(4, 5, 3);
        private readonly BatchNormAct norm = new(5);

        public Twice()
            : base(nameof(Twice)) => RegisterComponents();

        public override T Describe<T>(Operations<T> on, T input)
        {
            var x = on.Apply(conv, input);
            return on.Concat(x, on.Apply(norm, x));
        }
    }

    private sealed class Views : DescribedModule
    {
        private readonly Conv conv = new(4, 5, 3);

        public Views()
            : base(nameof(Views)) => RegisterComponents();

        public override T Describe<T>(Operations<T> on, T input)
        {
            var x = on.Apply(conv, input);
            return on.Concat(on.Concat(x, on.Sigmoid(on.FirstChannels(x, 5))), on.Sigmoid(on.Subsample(x, 1)));
        }
    }

    private sealed class Sum : DescribedModule
    {
        private readonly nn.Module<Tensor, Tensor> first;
        private readonly nn.Module<Tensor, Tensor> second;

        public Sum(nn.Module<Tensor, Tensor> first, nn.Module<Tensor, Tensor> second)
            : base(nameof(Sum))
        {
            (this.first, this.second) = (first, second);
            RegisterComponents();
        }

        public override T Describe<T>(Operations<T> on, T input) => on.Add(on.Apply(first, input), on.Apply(second, input));
    }

    private sealed class Branches : DescribedModule
    {
        private readonly BatchNormAct skip;
        private readonly Sequential scale;
        private readonly ModuleList<Sequential> convolutions;

        public Branches(int channels, int groups, int kernel, int branches)
            : base(nameof(Branches))
        {
            Sequential Branch(int size) => nn.Sequential(new Conv(channels, channels, size, groups: groups), new BatchNormAct(channels));
            (skip, scale) = (new BatchNormAct(channels), Branch(1));
            convolutions = nn.ModuleList([.. Enumerable.Range(0, branches).Select(_ => Branch(kernel))]);
            RegisterComponents();
        }

        public override T Describe<T>(Operations<T> on, T input)
        {
            var sum = on.AddInPlace(on.Apply(skip, input), on.Apply(scale, input));
            return on.ReluInPlace(convolutions.Aggregate(sum, (x, branch) => on.AddInPlace(x, on.Apply(branch, input))));
        }
    }
}
