using GhostNet.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Tests.Golden;

/// <summary>GhostNetV2 and GhostNetV3 against timm's definition in PyTorch, in single and in double precision.</summary>
public sealed class GhostNetVersionsGoldenTests
{
    private const string File = "ghostnet_v2_v3.json";

    public static TheoryData<string> All => GoldenCase.Titles(File);

    public static TheoryData<string> ThirdVersion => [.. GoldenCase.Load(File).Where(golden => golden.Has("deployed_logits_f64")).Select(golden => golden.Title)];

    [Theory]
    [MemberData(nameof(All))]
    public void Names_shapes_and_count_of_parameters(string title)
    {
        using var _ = NewDisposeScope();
        var golden = GoldenCase.Load(File, title);
        using var network = Build(golden);
        golden.AssertSameState(network);
        Assert.Equal(golden.Int("param_count"), network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Logits_and_blocks(string title)
    {
        using var _ = NewDisposeScope();
        using var noGradient = no_grad();
        var golden = GoldenCase.Load(File, title);
        using var network = Build(golden);
        network.eval();
        var blocks = golden["blocks"].Entries.ToDictionary(entry => entry.Key, entry => entry.Value);
        var seen = new List<string>();
        foreach (var (name, module) in network.named_modules().Where(module => blocks.ContainsKey(module.name)))
        {
            ((nn.Module<Tensor, Tensor>)module).register_forward_hook((_, _, output) =>
            {
                seen.Add(name);
                Assert.Equal(blocks[name].Items[2].Longs, output.shape);
                Close.Assert($"{name} mean", blocks[name].Items[0].Number, output.mean().item<float>(), 5e-6, 1e-5);
                Close.Assert($"{name} mean |x|", blocks[name].Items[1].Number, output.abs().mean().item<float>(), 5e-6, 1e-5);
                return output;
            });
        }

        var logits = network.call(Images(golden));
        AssertLogits(golden["logits"], logits, 1e-5);
        Close.Assert("norm of the logits", golden["logits_norm"].Number, logits.norm().item<float>(), 0, 1e-6);
        Assert.Equal(blocks.Keys, seen);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Logits_in_double_precision(string title)
    {
        using var _ = NewDisposeScope();
        using var noGradient = no_grad();
        var golden = GoldenCase.Load(File, title);
        using var network = Build(golden);
        network.to(ScalarType.Float64);
        network.eval();
        AssertLogits(golden["logits_f64"], network.call(Images(golden).to(ScalarType.Float64)), 1e-10);
    }

    [Theory]
    [MemberData(nameof(ThirdVersion))]
    public void Merged_branches_give_the_deployed_logits(string title)
    {
        using var _ = NewDisposeScope();
        using var noGradient = no_grad();
        var golden = GoldenCase.Load(File, title);
        using var network = Build(golden);
        using var deployed = network.Optimized();
        AssertLogits(golden["deployed_logits_f64"], deployed.call(Images(golden)), 1e-5);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void One_training_step_in_double_precision(string title)
    {
        using var _ = NewDisposeScope();
        var golden = GoldenCase.Load(File, title);
        var expected = golden["train"];
        using var network = Build(golden);
        network.to(ScalarType.Float64);
        network.train();
        var labels = FillRule.Labels(golden.Seed, (int)golden.InputShape[0], golden.Int("classes"));
        Assert.Equal(expected["labels"].Longs, labels);

        var loss = nn.functional.cross_entropy(network.call(Images(golden).to(ScalarType.Float64)), tensor(labels));
        loss.backward();

        var parameters = network.named_parameters().ToDictionary(parameter => parameter.name, parameter => parameter.parameter);
        Close.Assert("loss", expected["loss_f64"].Number, loss.item<double>(), 0, 1e-9);
        Close.Assert("gradient norm", expected["grad_norm_f64"].Number, Norm(parameters.Values), 0, 1e-7);
        Close.Assert("stem's gradient norm", expected["stem_grad_norm_f64"].Number, Norm([parameters["conv_stem.weight"]]), 0, 1e-7);
        var means = network.state_dict()["bn1.running_mean"].data<double>().ToArray();
        foreach (var (mean, i) in expected["first_running_mean_f64"].Doubles.Select((mean, i) => (mean, i)))
        {
            Close.Assert($"running mean {i}", mean, means[i], 1e-10);
        }

        static double Norm(IEnumerable<Tensor> parameters) =>
            Math.Sqrt(parameters.Sum(parameter => parameter.grad!.pow(2).sum().item<double>()));
    }

    private static Tensor Images(GoldenCase golden) => FillRule.Input("input", golden.Seed, golden.InputShape, 2.0);

    /// <summary>The network of a case, filled by the rule. The training step of the cases has no dropout.</summary>
    private static ImageClassifier Build(GoldenCase golden)
    {
        var config = GhostNetConfig.ImageNet(golden["width"].Number, golden.Int("classes"), golden.Int("in_channels")) with { Dropout = 0 };
        ImageClassifier network = golden["version"].Text == "v2" ? new GhostNetV2(config) : new GhostNetV3(config);
        FillRule.Fill(network, golden.Seed);

        // Three branches are added: the cases make each of them smaller.
        var scale = golden["rpr_gamma_scale"].Number;
        using var noGradient = no_grad();
        foreach (var (name, gamma) in network.named_parameters())
        {
            if (gamma.dim() == 1 && name.Contains("_rpr_", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal))
            {
                using var smaller = tensor(FillRule.Values(name, golden.Seed, gamma.numel(), u => scale * (1.0 + 0.2 * u)));
                gamma.copy_(smaller);
            }
        }

        return network;
    }

    /// <summary>Compares the first ten logits of each image.</summary>
    private static void AssertLogits(GoldenCase expected, Tensor logits, double tolerance)
    {
        var rows = logits.to(ScalarType.Float64);
        foreach (var (row, image) in expected.Items.Select((row, image) => (row.Doubles, image)))
        {
            var actual = rows[image].narrow(0, 0, row.Length).contiguous().data<double>().ToArray();
            foreach (var (logit, i) in row.Select((logit, i) => (logit, i)))
            {
                Close.Assert($"logit {i} of image {image}", logit, actual[i], tolerance, tolerance);
            }
        }
    }
}
