using GhostNet.Layers;
using static TorchSharp.torch;


namespace GhostNet.Tests.Golden;

/// <summary>Single layers against PyTorch: output, gradients and running statistics.</summary>
public sealed class LayerGoldenTests
{
    private const double OutputTolerance = 2e-6;
    private const double GradientFloor = 1e-3;
    private const double GradientRelative = 5e-3;

    public static TheoryData<string> GhostModules => GoldenCase.Titles("ghost_module.json");

    public static TheoryData<string> SqueezeExcites => GoldenCase.Titles("squeeze_excite.json");

    public static TheoryData<string> Bottlenecks => GoldenCase.Titles("ghost_bottleneck.json");

    [Theory]
    [MemberData(nameof(GhostModules))]
    public void Ghost_module(string title)
    {
        var golden = GoldenCase.Load("ghost_module.json", title);
        var config = golden["config"];
        Check(golden, new GhostModule(
            config.Int("inp"), config.Int("oup"), config.Int("kernel_size"), config.Int("ratio"), config.Int("dw_size"),
            config.Int("stride"), config["relu"].Flag));
    }

    [Theory]
    [MemberData(nameof(SqueezeExcites))]
    public void Squeeze_excite(string title)
    {
        var golden = GoldenCase.Load("squeeze_excite.json", title);
        var config = golden["config"];
        Check(golden, Squeeze(config["variant"].Text, config.Int("in_chs"), config["se_ratio"].Number));
    }

    [Theory]
    [MemberData(nameof(Bottlenecks))]
    public void Ghost_bottleneck(string title)
    {
        var golden = GoldenCase.Load("ghost_bottleneck.json", title);
        var config = golden["config"];
        var (mid, ratio) = (config.Int("mid_chs"), config["se_ratio"].Number);
        Check(golden, new GhostBottleneck(
            config.Int("in_chs"), mid, config.Int("out_chs"), config.Int("dw_kernel_size"), config.Int("stride"),
            ratio == 0 ? null : Squeeze(config["variant"].Text, mid, ratio)));
    }

    private static SqueezeExcite Squeeze(string variant, int channels, double ratio) => variant == "official"
        ? new SqueezeExcite(channels, ratio)
        : new SqueezeExcite(channels, ratio, GhostNetFlavor.Tutorial);

    private static void Check(GoldenCase golden, nn.Module<Tensor, Tensor> layer)
    {
        using var _ = NewDisposeScope();
        using var owned = layer;
        FillRule.Fill(layer, golden.Seed, golden.Overrides);
        golden.AssertSameState(layer);

        var input = FillRule.Input("input", golden.Seed, golden.InputShape, 2.0);
        layer.eval();
        using (no_grad())
        {
            var output = layer.call(input);
            Assert.Equal(golden["out_shape"].Longs, output.shape);
            Close.Assert("eval output", golden["eval_out"].Floats, output, OutputTolerance, 1e-5);
        }

        layer.train();
        input.requires_grad_();
        var trained = layer.call(input);
        Close.Assert("train output", golden["train_out_first16"].Floats, trained.contiguous().flatten()[..16], OutputTolerance, 1e-5);
        Close.Assert("train mean", golden["train_out_stat"].Floats[0], trained.mean().item<float>(), OutputTolerance);
        Close.Assert("train mean |x|", golden["train_out_stat"].Floats[1], trained.abs().mean().item<float>(), OutputTolerance);

        (trained * FillRule.Input("grad", golden.Seed, golden["out_shape"].Longs, 1.0)).sum().backward();
        Close.Assert("input gradient", golden["grad_input_norm"].Number, Norm(input.grad!), GradientFloor, GradientRelative);
        Close.Assert(
            "input gradient", golden["grad_input_first16"].Floats, input.grad!.contiguous().flatten()[..16], GradientFloor, GradientRelative);
        var gradients = golden["grad_norms"].Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Number);
        Assert.Equal(gradients.Keys.Order(), layer.named_parameters().Select(parameter => parameter.name).Order());
        foreach (var (name, parameter) in layer.named_parameters())
        {
            Close.Assert(name, gradients[name], Norm(parameter.grad!), GradientFloor, GradientRelative);
        }

        var state = layer.state_dict();
        foreach (var (name, expected) in golden["running_after"].Entries)
        {
            Close.Assert(name, expected.Floats[0], state[name].mean().item<float>(), OutputTolerance, 1e-5);
            Close.Assert(name, expected.Floats[1], Norm(state[name]), OutputTolerance, 1e-5);
        }
    }

    private static double Norm(Tensor x) => x.detach().to(ScalarType.Float64).pow(2).sum().sqrt().item<double>();
}
