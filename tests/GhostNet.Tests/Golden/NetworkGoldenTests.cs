using GhostNet.Layers;
using GhostNet.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Golden;

/// <summary>Whole networks against PyTorch: the authors', the tutorial's and the corrected one.</summary>
public sealed class NetworkGoldenTests(NetworkGoldenTests.Networks networks) : IClassFixture<NetworkGoldenTests.Networks>
{
    /// <summary>What the cases were computed with; the training step has no dropout.</summary>
    private static readonly Dictionary<string, (string File, GhostNetConfig Config)> s_cases = new()
    {
        ["official_imagenet"] = ("ghostnet_official.json", GhostNetConfig.ImageNet()),
        ["seed_cifar"] = ("ghostnet_seed.json", GhostNetConfig.Tutorial with { Dropout = 0 }),
        ["corrected_cifar"] = (
            "ghostnet_seed.json",
            GhostNetConfig.Tutorial with { Dropout = 0, Flavor = GhostNetFlavor.Paper }),
    };

    public static TheoryData<string> All => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Names_shapes_and_count_of_parameters(string title)
    {
        var (golden, network) = networks[title];
        golden.AssertSameState(network);
        Assert.Equal(golden.Int("param_count"), network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_logits_are_those_of_PyTorch(string title)
    {
        using var _ = NewDisposeScope();
        using var noGradient = no_grad();
        var (golden, network) = networks[title];
        network.eval();
        var logits = network.call(FillRule.Input("input", golden.Seed, golden.InputShape, 2.0));
        Assert.Equal(golden["logits_shape"].Longs, logits.shape);
        Close.Assert("logits", golden["logits"].Floats, logits, 1e-5, 1e-5);
        Assert.Equal(golden["argmax"].Longs, logits.argmax(1).data<long>().ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Statistics_of_every_block(string title)
    {
        using var _ = NewDisposeScope();
        using var noGradient = no_grad();
        var (golden, network) = networks[title];
        network.eval();
        var modules = network.named_modules().ToDictionary(module => module.name, module => module.module);
        var expected = golden["stats"];

        var x = Step("conv_stem", FillRule.Input("input", golden.Seed, golden.InputShape, 2.0));

        // The case has the statistics before the ReLU, which the layer applies in the same pass.
        var state = network.state_dict();
        var normalised = nn.functional.batch_norm(
            x, state["bn1.running_mean"], state["bn1.running_var"], state["bn1.weight"], state["bn1.bias"]);
        Check("bn1", normalised);
        x = ((nn.Module<Tensor, Tensor>)modules["bn1"]).call(x);
        Close.Assert("bn1 with ReLU", 0, (x - normalised.relu()).abs().max().item<float>(), 1e-5);
        foreach (var name in expected.Entries.Select(entry => entry.Key).Where(name => name.StartsWith("blocks", StringComparison.Ordinal)))
        {
            x = Step(name, x);
        }

        Step("conv_head", x.mean([2, 3], keepdim: true));

        Tensor Step(string name, Tensor input)
        {
            var output = ((nn.Module<Tensor, Tensor>)modules[name]).call(input);
            Check(name, output);
            return output;
        }

        void Check(string name, Tensor output)
        {
            var (mean, meanAbs, shape) = (expected[name].Items[0].Number, expected[name].Items[1].Number, expected[name].Items[2].Longs);
            Assert.Equal(shape, output.shape);
            Close.Assert($"{name} mean", mean, output.mean().item<float>(), 5e-6, 1e-5);
            Close.Assert($"{name} mean |x|", meanAbs, output.abs().mean().item<float>(), 5e-6, 1e-5);
        }
    }

    [Theory]
    [InlineData("seed_cifar")]
    [InlineData("corrected_cifar")]
    public void One_step_of_SGD(string title)
    {
        using var _ = NewDisposeScope();
        var (golden, network) = Build(title);
        using var owned = network;
        var (expected, batch) = (golden["train"], golden["train"].Int("batch"));
        using var optimizer = optim.SGD(
            network.parameters(), expected["lr"].Number, momentum: expected["momentum"].Number);
        network.train();
        for (var step = 0; step < expected.Int("steps"); step++)
        {
            using var scope = NewDisposeScope();
            var seed = $"{golden.Seed}.step{step}";
            var labels = FillRule.Labels(seed, batch, 10);
            Assert.Equal(expected["labels"].Items[step].Longs, labels);
            var images = FillRule.Input("input", seed, [batch, 3, 32, 32], 2.0);
            var loss = nn.functional.cross_entropy(network.call(images), tensor(labels));
            loss.backward();
            Close.Assert("loss", expected["losses"].Doubles[step], loss.item<float>(), 2e-6);
            Close.Assert("gradient norm", expected["grad_norms"].Doubles[step], Norm(p => p.grad!), 1e-3, 5e-3);
            optimizer.step();
            optimizer.zero_grad();
            Close.Assert("parameter norm", expected["param_norms"].Doubles[step], Norm(p => p), 0, 1e-7);
        }

        network.eval();
        using var noGradient = no_grad();
        var logits = network.call(FillRule.Input("input", golden.Seed, golden.InputShape, 2.0)).flatten()[..10].contiguous();
        var yardstick = expected["eval_logits_after_first10_f64"].Doubles;
        var after = expected["eval_logits_after_first10"].Doubles;
        for (var i = 0; i < after.Length; i++)
        {
            Close.Assert($"logit {i}", after[i], logits[i].item<float>(), Math.Max(1e-4, 5 * Math.Abs(after[i] - yardstick[i])));
        }

        double Norm(Func<Parameter, Tensor> select) =>
            Math.Sqrt(network.parameters().Sum(p => select(p).detach().to(ScalarType.Float64).pow(2).sum().item<double>()));
    }

    private static Filled Build(string title)
    {
        var (file, config) = s_cases[title];
        var golden = GoldenCase.Load(file, title);
        var network = new GhostNetV1(config);
        FillRule.Fill(network, golden.Seed, golden.Overrides);
        return new Filled(golden, network);
    }

    internal sealed record Filled(GoldenCase Golden, GhostNetV1 Network);

    /// <summary>The filled networks, each built once: the tutorial's has 25 million parameters.</summary>
    public sealed class Networks : IDisposable
    {
        private readonly Dictionary<string, Filled> _built = [];

        internal Filled this[string title] =>
            _built.TryGetValue(title, out var built) ? built : _built[title] = Build(title);

        public void Dispose()
        {
            foreach (var built in _built.Values)
            {
                built.Network.Dispose();
            }
        }
    }
}
