using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Golden;

/// <summary>The optimisers step by step, against PyTorch's numbers.</summary>
public sealed class OptimizerGoldenTests
{
    private const string File = "optimizers.json";

    public static TheoryData<string> Cases => GoldenCase.Titles(File);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_step_gives_the_numbers_of_PyTorch(string title)
    {
        var golden = GoldenCase.Load(File, title);
        var options = golden.Overrides;
        IOptimizer optimizer = golden["optimizer"].Text switch
        {
            "sgd" => new SgdOptimizer(Value("momentum", 0), Value("nesterov", 0) > 0),
            "adam" => new AdamOptimizer(Value("beta1", 0.9), Value("beta2", 0.999), Value("epsilon", 1e-8)),
            "adamw" => new AdamWOptimizer(Value("beta1", 0.9), Value("beta2", 0.999), Value("epsilon", 1e-8)),
            _ => new RmsPropOptimizer(Value("alpha", 0.99), Value("momentum", 0), Value("epsilon", 1e-8)),
        };
        optimizer.Validate();

        using var scope = NewDisposeScope();
        var weights = tensor(golden["first"].Floats);
        var slice = new WeightSlice(weights, zeros_like(weights), [.. optimizer.StateNames.Select(_ => zeros_like(weights))], Value("decay", 0), decays: true, isBody: false);
        foreach (var (index, step) in golden["steps"].Items.Index())
        {
            slice.Gradients.copy_(tensor(step["gradient"].Floats));
            optimizer.Update(slice, step["rate"].Number, index);
            Close.Assert($"weights after step {index + 1}", step["weights"].Floats, weights, absolute: 1e-7, relative: 1e-6);
        }

        double Value(string name, double usual) => options.TryGetValue(name, out var value) ? value : usual;
    }
}
