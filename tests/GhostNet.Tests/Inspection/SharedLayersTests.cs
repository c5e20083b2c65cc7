using GhostNet.Inspection;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Inspection;

/// <summary>What several layers share has its parameters counted once and its work counted each time.</summary>
public sealed class SharedLayersTests
{
    [Fact]
    public void One_activation_in_several_blocks()
    {
        using var shared = nn.ReLU();
        using var model = nn.Sequential(new Block(shared), new Block(shared), new Block(shared));
        var summary = ModelSummary.Of(model, 1, 4);
        Assert.Equal((120, 6 * 16), (summary.Parameters, summary.MultiplyAdds));
        Assert.Empty(summary.NotCounted);
    }

    [Fact]
    public void One_layer_in_two_parents()
    {
        using var linear = nn.Linear(10, 10);
        using var model = nn.Sequential(nn.Sequential(linear), nn.Sequential(linear));
        var summary = ModelSummary.Of(model, 1, 10);
        Assert.Equal((110, 200), (summary.Parameters, summary.MultiplyAdds));
    }

    [Fact]
    public void Layers_that_are_called_twice()
    {
        using var model = new Twice();
        var summary = ModelSummary.Of(model, 1, 1, 16, 16);
        Assert.Equal((10, 2 * 9 * 256), (summary.Parameters, summary.MultiplyAdds));
    }

    [Fact]
    public void Tied_weights_of_an_embedding_and_a_head()
    {
        using var scope = NewDisposeScope();
        using var model = new TiedWeights();
        var summary = ModelSummary.Of(model, zeros([1, 7], ScalarType.Int64));
        Assert.Equal((20 * 8, 7 * 8 * 20), (summary.Parameters, summary.MultiplyAdds));
        Assert.Equal((20 * 8, 4 * 20 * 8), (summary.TrainableParameters, summary.ParameterBytes));
        Assert.Equal(20 * 8, ModelSummary.WithoutRunning(model).Parameters);
    }

    [Fact]
    public void Two_layers_with_one_weight()
    {
        using var model = new TiedLinears();
        var summary = ModelSummary.Of(model, 1, 6);
        Assert.Equal((36 + 12, 4 * 48), (summary.Parameters, summary.ParameterBytes));
    }

    [Fact]
    public void Weights_that_are_parts_of_one_block_of_memory_are_not_tied()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(nn.Linear(3, 3, hasBias: false), nn.Linear(3, 3, hasBias: false));
        var memory = zeros(18);
        foreach (var (layer, i) in model.children().Cast<Linear>().Select((layer, i) => (layer, i)))
        {
            layer.weight = nn.Parameter(memory.narrow(0, 9 * i, 9).view(3, 3));
        }

        Assert.Equal(18, ModelSummary.Of(model, 1, 3).Parameters);
    }

    [Fact]
    public void A_parameter_of_the_models_own()
    {
        using var model = new OwnParameter();
        Assert.Equal(14, ModelSummary.Of(model, 1, 2).TrainableParameters);
    }

    [Fact]
    public void A_layer_that_gives_three_tensors_or_takes_two_is_named()
    {
        using var recurrent = new WithLstm();
        var summary = ModelSummary.Of(recurrent, 2, 5, 3);
        Assert.Equal(recurrent.parameters().Sum(parameter => parameter.numel()), summary.Parameters);
        Assert.Equal(["lstm"], summary.NotCounted);

        using var two = new WithTwoInputs();
        summary = ModelSummary.Of(two, 2, 3, 8);
        Assert.Equal(80, summary.Parameters);
        Assert.Contains("join", summary.NotCounted);
    }

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly ModuleList<nn.Module<Tensor, Tensor>> layers = nn.ModuleList<nn.Module<Tensor, Tensor>>(nn.Linear(4, 4), nn.Linear(4, 4));
        private readonly nn.Module<Tensor, Tensor> activation;

        public Block(nn.Module<Tensor, Tensor> activation)
            : base(nameof(Block))
        {
            this.activation = activation;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => layers.Aggregate(input, (x, layer) => activation.call(layer.call(x)));
    }

    private sealed class Twice : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential features = nn.Sequential(nn.Conv2d(1, 1, 3, padding: 1), nn.ReLU());

        public Twice()
            : base(nameof(Twice)) => RegisterComponents();

        public override Tensor forward(Tensor input) => features.call(features.call(input));
    }

    private sealed class TiedWeights : nn.Module<Tensor, Tensor>
    {
        private readonly Embedding embed = nn.Embedding(20, 8);
        private readonly Linear head = nn.Linear(8, 20, hasBias: false);

        public TiedWeights()
            : base(nameof(TiedWeights))
        {
            head.weight = embed.weight!;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => head.call(embed.call(input));
    }

    private sealed class TiedLinears : nn.Module<Tensor, Tensor>
    {
        private readonly Linear a = nn.Linear(6, 6);
        private readonly Linear b = nn.Linear(6, 6);

        public TiedLinears()
            : base(nameof(TiedLinears))
        {
            b.weight = a.weight;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => b.call(a.call(input));
    }

    private sealed class OwnParameter : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter weights = nn.Parameter(zeros(2));
        private readonly Linear a = nn.Linear(2, 2);
        private readonly Linear b = nn.Linear(2, 2);

        public OwnParameter()
            : base(nameof(OwnParameter)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var x = input + weights[0] * a.call(input);
            return x + weights[1] * b.call(x);
        }
    }

    private sealed class WithLstm : nn.Module<Tensor, Tensor>
    {
        private readonly LSTM lstm = nn.LSTM(3, 6, batchFirst: true);
        private readonly Linear head = nn.Linear(6, 2);

        public WithLstm()
            : base(nameof(WithLstm)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(lstm.call(input, null).Item1.select(1, -1));
    }

    private sealed class Join : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly Parameter mix = nn.Parameter(ones(8));
        private readonly Linear linear = nn.Linear(8, 8);

        public Join()
            : base(nameof(Join)) => RegisterComponents();

        public override Tensor forward(Tensor a, Tensor b) => linear.call(a * mix + b);
    }

    private sealed class WithTwoInputs : nn.Module<Tensor, Tensor>
    {
        private readonly Join join = new();

        public WithTwoInputs()
            : base(nameof(WithTwoInputs)) => RegisterComponents();

        public override Tensor forward(Tensor input) => join.call(input, input);
    }
}
