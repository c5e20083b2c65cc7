using GhostNet.Data;
using GhostNet.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>One parameter in two layers is trained, averaged and saved as one.</summary>
public sealed class TiedWeightsTests : OneThread
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 1,
        BatchSize = 16,
        LearningRate = 0.05,
        Optimizer = new SgdOptimizer(nesterov: false),
        GradientClip = 0.1,
        EmaDecay = 0.5,
        WarmupEpochs = 0,
        Schedule = LearningRateSchedule.Constant,
        Augmentation = Augmentation.None,
    };

    [Fact]
    public void A_step_with_tied_weights_is_that_of_one_weight()
    {
        using var scope = NewDisposeScope();
        using var model = new Tied();
        using var twin = new Tied();
        using var trainer = new Trainer(model, s_options with { EmaDecay = 0, Loss = new CrossEntropy() });
        trainer.Fit(TinyModel.Data(16), null);

        // By hand: one clipped step with weight decay, of the gradient that both places make together.
        var batch = new BatchLoader(TinyModel.Data(16), 16, shuffle: true).Epoch(0).First();
        nn.functional.cross_entropy(twin.forward(batch.Images), batch.Labels).backward();
        var gradients = twin.parameters().DistinctBy(parameter => parameter.Handle).Select(parameter => parameter.grad!).ToList();
        var norm = Math.Sqrt(gradients.Sum(gradient => gradient.square().sum().item<float>()));
        var weight = twin.Weight;
        var expected = weight - (0.05 * ((weight.grad! * Math.Min(1, 0.1 / norm)) + (5e-4 * weight)));
        Assert.True(expected.allclose(model.Weight, 1e-4, 1e-6));
    }

    [Fact]
    public void Saved_and_loaded_tied_weights_are_the_same_under_both_names()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.safetensors");
        using var model = new Tied();
        using (var trainer = new Trainer(model, s_options))
        {
            trainer.Fit(TinyModel.Data(64), null, new At(3, context => context.SaveCheckpoint(file)));
        }

        using var loaded = new Tied();
        var checkpoint = Checkpoint.Read(file);
        checkpoint.LoadWeights(loaded);
        using var first = checkpoint.ReadTensor("average.first.weight");
        using var second = checkpoint.ReadTensor("average.second.weight");
        Assert.Equal(first.bytes.ToArray(), second.bytes.ToArray());
        Assert.Equal(first.bytes.ToArray(), loaded.Weight.bytes.ToArray());

        using var fresh = new Tied();
        using var resumed = Trainer.Resume(file, fresh, cancellationToken: TestContext.Current.CancellationToken);
        resumed.Fit(TinyModel.Data(64), null);
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(fresh));
    }

    [Fact]
    public void A_view_of_another_weight_is_refused()
    {
        using var model = new Torn();
        var message = Assert.Throws<ArgumentException>(() => new Trainer(model, s_options)).Message;
        Assert.Contains("second shares its memory with first", message, StringComparison.Ordinal);
    }

    private sealed class Tied : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first;
        private readonly Linear second;
        private readonly Linear last;

        public Tied()
            : base(nameof(Tied))
        {
            manual_seed(3);
            (first, second, last) = (nn.Linear(3, 3), nn.Linear(3, 3), nn.Linear(3, 4));
            second.weight = first.weight;
            RegisterComponents();
        }

        public Parameter Weight => first.weight!;

        public override Tensor forward(Tensor input) => last.call(second.call(first.call(input.mean([2, 3])).tanh()));
    }

    private sealed class Torn : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter first;
        private readonly Parameter second;

        public Torn()
            : base(nameof(Torn))
        {
            first = new Parameter(rand(3, 4));
            second = new Parameter(first.detach().t());
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input.mean([2, 3]).mm(first).mm(second).mm(first);
    }
}
