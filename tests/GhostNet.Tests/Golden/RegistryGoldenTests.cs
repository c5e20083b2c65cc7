using GhostNet.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Golden;

/// <summary>
/// Networks of the registry against PyTorch, in single and in double precision: those of the files in <c>data/models</c>, whose
/// cases have registered names as titles. To compare another network, add a file.
/// </summary>
public sealed class RegistryGoldenTests
{
    private static readonly Dictionary<string, GoldenCase> s_cases = typeof(GoldenCase).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("models/", StringComparison.Ordinal))
        .SelectMany(GoldenCase.Load)
        .ToDictionary(golden => golden.Title);

    public static TheoryData<string> All => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Names_shapes_and_count_of_parameters(string title)
    {
        using var _ = NewDisposeScope();
        using var network = Build(s_cases[title]);
        s_cases[title].AssertSameState(network);
        Assert.Equal(s_cases[title].Int("param_count"), network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Logits_and_blocks(string title)
    {
        using var _ = NewDisposeScope();
        using var noGradient = no_grad();
        var golden = s_cases[title];
        using var network = Build(golden);
        network.eval();
        var blocks = golden["blocks"].Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Items);
        var seen = new List<string>();
        foreach (var (name, module) in network.named_modules().Where(module => blocks.ContainsKey(module.name)))
        {
            ((nn.Module<Tensor, Tensor>)module).register_forward_hook((_, _, output) =>
            {
                seen.Add(name);
                Assert.Equal(blocks[name][2].Longs, output.shape);
                Close.Assert($"{name} mean", blocks[name][0].Number, output.mean().item<float>(), 5e-6, 1e-5);
                Close.Assert($"{name} mean |x|", blocks[name][1].Number, output.abs().mean().item<float>(), 5e-6, 1e-5);
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
        var golden = s_cases[title];
        using var network = Build(golden);
        network.to(ScalarType.Float64);
        network.eval();
        AssertLogits(golden["logits_f64"], network.call(Images(golden).to(ScalarType.Float64)), 1e-10);
    }

    /// <summary>For prediction all is fused, and branches are merged into one convolution, as in the deployed form of the authors.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Logits_of_the_network_for_prediction(string title)
    {
        using var _ = NewDisposeScope();
        using var noGradient = no_grad();
        var golden = s_cases[title];
        using var network = Build(golden);
        using var optimized = network.Optimized();
        AssertLogits(golden[golden.Has("deployed_logits_f64") ? "deployed_logits_f64" : "logits_f64"], optimized.call(Images(golden)), 1e-5);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void One_training_step_in_double_precision(string title)
    {
        using var _ = NewDisposeScope();
        var golden = s_cases[title];
        var expected = golden["train"];
        using var network = Build(golden);
        network.to(ScalarType.Float64);
        network.train();
        foreach (var dropout in network.modules().OfType<Dropout>())
        {
            dropout.eval();
        }

        var labels = FillRule.Labels(golden.Seed, (int)golden.InputShape[0], network.Classes);
        Assert.Equal(expected["labels"].Longs, labels);
        var loss = nn.functional.cross_entropy(network.call(Images(golden).to(ScalarType.Float64)), tensor(labels));
        loss.backward();

        var parameters = network.named_parameters().ToDictionary(parameter => parameter.name, parameter => parameter.parameter);
        Close.Assert("loss", expected["loss_f64"].Number, loss.item<double>(), 0, 1e-9);
        Close.Assert("gradient norm", expected["grad_norm_f64"].Number, Norm(parameters.Values), 0, 1e-7);
        Close.Assert("stem's gradient norm", expected["stem_grad_norm_f64"].Number, Norm([parameters[expected["stem"].Text]]), 0, 1e-7);
        var means = network.state_dict()[$"{expected["first_norm"].Text}.running_mean"].data<double>().ToArray();
        foreach (var (mean, i) in expected["first_running_mean_f64"].Doubles.Select((mean, i) => (mean, i)))
        {
            Close.Assert($"running mean {i}", mean, means[i], 1e-10);
        }

        static double Norm(IEnumerable<Tensor> parameters) =>
            Math.Sqrt(parameters.Sum(parameter => parameter.grad!.pow(2).sum().item<double>()));
    }

    private static Tensor Images(GoldenCase golden) => FillRule.Input("input", golden.Seed, golden.InputShape, 2.0);

    /// <summary>The network of a case, filled by the rule.</summary>
    private static ImageClassifier Build(GoldenCase golden)
    {
        var network = ModelRegistry.Create(golden.Title, golden.Int("classes"), golden.Int("in_channels"));
        FillRule.Fill(network, golden.Seed);
        if (!golden.Has("gamma_scale"))
        {
            return network;
        }

        // Where branches are added, each is made smaller.
        var (part, scale) = golden["gamma_scale"].Entries.Select(entry => (entry.Key, entry.Value.Number)).Single();
        using var noGradient = no_grad();
        foreach (var (name, gamma) in network.named_parameters())
        {
            if (gamma.dim() == 1 && name.Contains(part, StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal))
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
