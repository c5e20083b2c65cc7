using GhostNet.Inspection;
using GhostNet.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Inspection;

public sealed class ModelSummaryTests
{
    /// <summary>Layer, input shape, output shape and multiply-adds counted by hand.</summary>
    public static TheoryData<string, long[], long[], long> Costs => new()
    {
        { "Conv1d", [2, 3, 10], [2, 4, 8], 2 * 4 * 8 * 3 * 3 },
        { "Conv2d", [1, 4, 8, 8], [1, 6, 4, 4], 6 * 4 * 4 * 2 * 3 * 3 },
        { "Conv3d", [1, 2, 4, 4, 4], [1, 3, 3, 3, 3], 3 * 27 * 2 * 8 },
        { "ConvTranspose2d", [1, 4, 5, 5], [1, 6, 10, 10], 4 * 25 * 6 * 4 },
        { "Linear", [5, 7, 3], [5, 7, 2], 5 * 7 * 2 * 3 },
        { "BatchNorm2d", [1, 4, 3, 3], [1, 4, 3, 3], 0 },
    };

    [Theory]
    [MemberData(nameof(Costs))]
    public void Counts_what_a_layer_of_TorchSharp_does(string layer, long[] input, long[] output, long multiplyAdds)
    {
        using var model = nn.Sequential(("only", Layer(layer)));
        var summary = ModelSummary.Of(model, input);
        var only = Assert.Single(summary.Layers);
        Assert.Equal(("only", layer, 1), (only.Path, only.Type, only.Depth));
        Assert.Equal(output, only.OutputShape);
        Assert.Equal(multiplyAdds, only.MultiplyAdds);
        Assert.Equal(multiplyAdds, summary.MultiplyAdds);
        Assert.Equal(model.parameters().Sum(parameter => parameter.numel()), summary.Parameters);
    }

    [Fact]
    public void Numbers_of_a_layer_include_those_inside_it()
    {
        using var model = nn.Sequential(
            ("body", nn.Sequential(("fc1", nn.Linear(4, 8)), ("relu", nn.ReLU()))), ("fc2", nn.Linear(8, 2)));
        var layers = ModelSummary.Of(model, 1, 4).Layers.ToDictionary(layer => layer.Path);
        Assert.Equal(["body", "body.fc1", "body.relu", "fc2"], layers.Keys);
        Assert.Equal((40, 32, 2), (layers["body"].Parameters, layers["body"].MultiplyAdds, layers["body.fc1"].Depth));
        Assert.Equal(32 / 48.0, layers["body"].MultiplyAddShare, 12);
        Assert.Equal(18 / 58.0, layers["fc2"].ParameterShare, 12);
        Assert.Equal("fc1", layers["body.fc1"].Name);
    }

    [Fact]
    public void Frozen_parameters_are_not_trainable()
    {
        using var model = nn.Sequential(("frozen", nn.Linear(4, 4)), ("free", nn.Linear(4, 1)));
        foreach (var (_, parameter) in model.named_children().First().module.named_parameters())
        {
            parameter.requires_grad = false;
        }

        var summary = ModelSummary.Of(model, 1, 4);
        Assert.Equal((25, 5), (summary.Parameters, summary.TrainableParameters));
    }

    [Fact]
    public void A_layer_used_twice_costs_twice_and_counts_once()
    {
        using var shared = nn.Linear(4, 4);
        using var model = nn.Sequential(("first", shared), ("again", shared));
        var summary = ModelSummary.Of(model, 1, 4);
        Assert.Equal((20, 32), (summary.Parameters, summary.MultiplyAdds));
    }

    [Fact]
    public void Says_which_layers_it_could_not_watch()
    {
        using var model = new CallsForward();
        var summary = ModelSummary.Of(model, 1, 4);
        Assert.Equal(["hidden"], summary.NotCounted);
        Assert.Equal(8, summary.MultiplyAdds);
        Assert.Contains("Not counted    hidden", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_the_model_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var model = new GhostNetV1(GhostNetConfig.Tutorial with { Width = 0.5 });
        var before = new ModelSnapshot(model);

        ModelSummary.Of(model, 2, 3, 32, 32);

        before.AssertUnchanged();
    }

    [Fact]
    public void Leaves_no_tensor_behind()
    {
        using var model = new GhostNetV1(GhostNetConfig.Tutorial with { Width = 0.5 });
        ModelSummary.Of(model, 1, 3, 32, 32);
        var before = LiveTensors.Settle();
        ModelSummary.Of(model, 1, 3, 32, 32);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void An_input_that_does_not_fit_is_named()
    {
        using var model = nn.Sequential(("fc", nn.Linear(4, 2)));
        model.train();
        var error = Assert.Throws<ArgumentException>(() => ModelSummary.Of(model, 1, 5));
        Assert.StartsWith("The model does not take an input of shape [1, 5]: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
        Assert.True(model.training);
    }

    [Fact]
    public void Takes_an_input_of_whole_numbers()
    {
        using var model = nn.Sequential(("words", nn.Embedding(10, 6)), ("fc", nn.Linear(6, 2)));
        using var input = zeros(1, 3, dtype: ScalarType.Int64);
        var summary = ModelSummary.Of(model, input);
        Assert.Equal((74, 36), (summary.Parameters, summary.MultiplyAdds));
    }

    [Fact]
    public void The_table_is_aligned_and_folds()
    {
        using var model = nn.Sequential(
            ("body", nn.Sequential(("fc1", nn.Linear(4, 800)), ("relu", nn.ReLU()))), ("fc2", nn.Linear(800, 2)));
        var summary = ModelSummary.Of(model, 1, 4);
        var lines = summary.ToString().Split(Environment.NewLine);
        Assert.Equal("Sequential on an input of [1, 4]", lines[0]);
        Assert.Equal("  fc1   Linear      [1, 800]           4,000  71.4          3,200  66.7", lines[5]);
        Assert.Equal("  relu  ReLU        [1, 800]               -                    -", lines[6]);
        Assert.Equal("Multiply-adds  4,800 in convolutions and linear layers", lines[^1]);
        Assert.DoesNotContain("fc1", summary.ToString(1), StringComparison.Ordinal);
    }

    private static nn.Module<Tensor, Tensor> Layer(string name) => name switch
    {
        "Conv1d" => nn.Conv1d(3, 4, 3),
        "Conv2d" => nn.Conv2d(4, 6, 3, stride: 2, padding: 1, groups: 2),
        "Conv3d" => nn.Conv3d(2, 3, 2),
        "ConvTranspose2d" => nn.ConvTranspose2d(4, 6, 2, stride: 2),
        "Linear" => nn.Linear(3, 2),
        _ => nn.BatchNorm2d(4),
    };

    /// <summary>A model of a user who calls forward where PyTorch would call the layer.</summary>
    private sealed class CallsForward : nn.Module<Tensor, Tensor>
    {
        private readonly Linear hidden = nn.Linear(4, 4);
        private readonly Linear output = nn.Linear(4, 2);

        public CallsForward()
            : base(nameof(CallsForward)) => RegisterComponents();

        public override Tensor forward(Tensor input) => output.call(hidden.forward(input));
    }
}
