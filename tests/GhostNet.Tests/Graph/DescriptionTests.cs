using GhostNet.Graph;
using GhostNet.Layers;
using GhostNet.Runtime;
using GhostNet.Tests.Golden;
using static TorchSharp.torch;

namespace GhostNet.Tests.Graph;

/// <summary>Layers with kernels of their own compute what they are described as.</summary>
public sealed class DescriptionTests
{
    private const double Tolerance = 1e-4;

    public DescriptionTests() => Libtorch.Load();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_convolution_is_its_description(int seed)
    {
        var random = new Random(seed);
        int groups = random.Next(1, 12), kernel = 2 * random.Next(4) + 1;
        var (inside, outside) = random.Next(4) switch
        {
            0 => (groups, groups),
            1 => (groups, groups * random.Next(1, 4)),
            2 => (groups * random.Next(1, 4), groups * random.Next(1, 4)),
            _ => (random.Next(1, 40), random.Next(1, 40)),
        };
        groups = inside % groups == 0 && outside % groups == 0 ? groups : 1;
        manual_seed(seed);
        using var layer = new Conv(inside, outside, kernel, random.Next(1, 4), groups, bias: random.Next(2) == 0);
        CheckOnMaps(layer, inside, random);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_pointwise_convolution_of_vectors_is_its_description(int seed)
    {
        var random = new Random(seed);
        var channels = random.Next(1, 50);
        using var layer = new Conv(channels, random.Next(1, 50), bias: random.Next(2) == 0);
        using var scope = NewDisposeScope();
        Check(layer, randn(random.Next(1, 5), channels));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_batch_normalisation_is_its_description(int seed)
    {
        var random = new Random(seed);
        manual_seed(seed);
        var channels = random.Next(1, 40);
        using var layer = new BatchNormAct(channels, relu: random.Next(2) == 0);
        FillRule.Fill(layer, $"{seed}", new Dictionary<string, double>());
        CheckOnMaps(layer, channels, random);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_gate_is_its_description(bool clamped)
    {
        using var scope = NewDisposeScope();
        using var layer = new HardSigmoid(clamped);
        Check(layer, randn(4, 30) * 5);
    }

    /// <summary>The table of TorchSharp's layers: each must do what TorchSharp does.</summary>
    [Fact]
    public void Layers_of_TorchSharp_are_their_descriptions()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var maps = randn(2, 6, 9, 11) * 4;
        foreach (var layer in new nn.Module<Tensor, Tensor>[]
        {
            nn.Conv2d(6, 4, (3, 5), stride: (2, 1), padding: (1, 2), dilation: (1, 2), groups: 2),
            nn.Conv2d(6, 4, 2, bias: false),
            nn.BatchNorm2d(6),
            nn.MaxPool2d(3, stride: 2, padding: 1),
            nn.MaxPool2d(2),
            nn.AvgPool2d(3, stride: 2),
            nn.AvgPool2d(2),
            nn.Flatten(),
            nn.ReLU(),
            nn.ReLU6(),
            nn.Hardswish(),
            nn.Hardsigmoid(),
            nn.Sigmoid(),
            nn.SiLU(),
            nn.Dropout(),
            nn.Identity(),
            nn.Sequential(nn.Conv2d(6, 3, 1), nn.ReLU()),
        })
        {
            Check(layer, maps);
        }

        Check(nn.Linear(7, 3), randn(2, 7));
        using var pool = nn.AdaptiveAvgPool2d(1);
        Assert.True(Described(pool, maps).allclose(pool.call(maps).flatten(1)));
    }

    private static void CheckOnMaps(nn.Module<Tensor, Tensor> layer, int channels, Random random)
    {
        using var scope = NewDisposeScope();
        Check(layer, randn(random.Next(1, 4), channels, random.Next(1, 12), random.Next(1, 12)));
    }

    private static void Check(nn.Module<Tensor, Tensor> layer, Tensor input)
    {
        layer.eval();
        using (no_grad())
        {
            Same(layer, input);
        }

        // With gradients other kernels compute.
        Same(layer, input);
    }

    private static void Same(nn.Module<Tensor, Tensor> layer, Tensor input)
    {
        var expected = Described(layer, input);
        var actual = layer.call(input);
        Assert.Equal(expected.shape, actual.shape);
        var scale = Math.Max(1, expected.detach().abs().max().item<float>());
        Close.Assert($"{layer.GetName()} of [{string.Join(", ", input.shape)}]", 0, (expected - actual).detach().abs().max().item<float>() / scale, Tolerance);
    }

    private static Tensor Described(nn.Module<Tensor, Tensor> layer, Tensor input) =>
        TorchLayers.Describe(layer, "", TensorOperations.Instance, input);
}
