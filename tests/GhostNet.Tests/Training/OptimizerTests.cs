using GhostNet.Data;
using GhostNet.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>The optimiser over flat memory against TorchSharp's own, tensor by tensor.</summary>
public sealed class OptimizerTests : OneThread
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 4,
        BatchSize = 16,
        LearningRate = 0.02,
        WeightDecay = 0.01,
        Augmentation = Augmentation.None,
    };

    [Theory]
    [InlineData(0.9, true, false)]
    [InlineData(0.9, false, true)]
    [InlineData(0, false, false)]
    public void SGD_gives_the_numbers_of_TorchSharp(double momentum, bool nesterov, bool decayAll) => Compare(
        s_options with { Optimizer = new SgdOptimizer(momentum, nesterov), ApplyDecayToAll = decayAll },
        (decayed, others) => optim.SGD(
            [
                new SGD.ParamGroup(decayed, new SGD.Options { LearningRate = 0.02, momentum = momentum, nesterov = nesterov, weight_decay = 0.01 }),
                new SGD.ParamGroup(others, new SGD.Options { LearningRate = 0.02, momentum = momentum, nesterov = nesterov, weight_decay = decayAll ? 0.01 : 0 }),
            ],
            0.02));

    [Fact]
    public void AdamW_gives_the_numbers_of_TorchSharp() => Compare(
        s_options with { Optimizer = new AdamWOptimizer() },
        (decayed, others) => optim.AdamW(
            [
                new AdamW.ParamGroup(decayed, new AdamW.Options { LearningRate = 0.02, weight_decay = 0.01 }),
                new AdamW.ParamGroup(others, new AdamW.Options { LearningRate = 0.02, weight_decay = 0 }),
            ],
            0.02));

    [Fact]
    public void Adam_gives_the_numbers_of_TorchSharp() => Compare(
        s_options with { Optimizer = new AdamOptimizer() },
        (decayed, others) => optim.Adam(
            [
                new Adam.ParamGroup(decayed, new Adam.Options { LearningRate = 0.02, weight_decay = 0.01 }),
                new Adam.ParamGroup(others, new Adam.Options { LearningRate = 0.02, weight_decay = 0 }),
            ],
            0.02));

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public void RMSprop_gives_the_numbers_of_TorchSharp(double momentum) => Compare(
        s_options with { Optimizer = new RmsPropOptimizer(momentum: momentum), LearningRate = 0.001 },
        (decayed, others) => optim.RMSProp(
            [
                new RMSProp.ParamGroup(decayed, new RMSProp.Options { LearningRate = 0.001, momentum = momentum, alpha = 0.99, weight_decay = 0.01 }),
                new RMSProp.ParamGroup(others, new RMSProp.Options { LearningRate = 0.001, momentum = momentum, alpha = 0.99, weight_decay = 0 }),
            ],
            0.001));

    [Theory]
    [InlineData(0.01, false)]
    [InlineData(0.01, true)]
    [InlineData(0, false)]
    public void LAMB_follows_the_paper(double decay, bool decayAll) => Compare(
        s_options with { Optimizer = new LambOptimizer(), WeightDecay = decay, ApplyDecayToAll = decayAll },
        model =>
        {
            var tensors = model.parameters().Select(weights => new PlainLamb(weights, 0.02, decay, adapts: decayAll || weights.ndim > 1)).ToList();
            return () => tensors.ForEach(static tensor => tensor.Step());
        });

    [Fact]
    public void Clipping_gives_the_numbers_of_TorchSharp() => Compare(
        s_options with { GradientClip = 0.05 },
        (decayed, others) => optim.SGD(
            [
                new SGD.ParamGroup(decayed, new SGD.Options { LearningRate = 0.02, momentum = 0.9, nesterov = true, weight_decay = 0.01 }),
                new SGD.ParamGroup(others, new SGD.Options { LearningRate = 0.02, momentum = 0.9, nesterov = true, weight_decay = 0 }),
            ],
            0.02));

    [Fact]
    public void The_average_follows_its_formula()
    {
        var options = s_options with { EmaDecay = 0.5, Epochs = 2 };
        using var scope = NewDisposeScope();
        using var model = Model();
        using var trainer = new Trainer(model, options);
        var average = model.parameters().First().detach().clone();
        var updates = 0;
        trainer.Fit(TinyModel.Data(64), null, new EachStep(context =>
        {
            var decay = Math.Min(0.5, (1.0 + updates) / (10.0 + updates));
            average.mul_(decay).add_(context.Model.parameters().First().detach(), 1 - decay);
            updates++;
        }));

        Assert.Equal(8, updates);
        Assert.True(average.allclose(model.parameters().First(), rtol: 1e-6, atol: 1e-7));
    }

    private static void Compare(TrainingOptions options, Func<IEnumerable<Parameter>, IEnumerable<Parameter>, optim.Optimizer> create) => Compare(options, model =>
    {
        var optimizer = create(model.parameters().Where(p => p.ndim > 1), model.parameters().Where(p => p.ndim == 1));
        return () => optimizer.step();
    });

    private static void Compare(TrainingOptions options, Func<nn.Module, Action> create)
    {
        // Before a batch normalisation, the gradient of a bias is rounding alone, which LAMB would make as large as any other.
        var hasBias = options.Optimizer is not LambOptimizer;
        var data = TinyModel.Data(72); // The last batch is half full.
        using var scope = NewDisposeScope();
        using var ours = Model(hasBias);
        using (var trainer = new Trainer(ours, options with { Schedule = LearningRateSchedule.Constant, WarmupEpochs = 0 }))
        {
            trainer.Fit(data, null);
        }

        using var theirs = Model(hasBias);
        var step = create(theirs);
        using var loader = new BatchLoader(data, options.BatchSize, options.Augmentation, shuffle: true, options.Seed);
        foreach (var batch in Enumerable.Range(0, options.Epochs).SelectMany(epoch => loader.Epoch(epoch)))
        {
            theirs.zero_grad();
            nn.functional.cross_entropy(theirs.forward(batch.Images), batch.Labels, label_smoothing: 0.1).backward();
            if (options.GradientClip > 0)
            {
                nn.utils.clip_grad_norm_(theirs.parameters(), options.GradientClip);
            }

            step();
        }

        foreach (var (mine, reference) in ours.parameters().Zip(theirs.parameters()))
        {
            var difference = (mine - reference).abs().max().item<float>();
            Assert.True(difference < 1e-6, FormattableString.Invariant($"[{string.Join(", ", mine.shape)}] differs by {difference}"));
        }
    }

    private static Sequential Model(bool hasBias = true)
    {
        manual_seed(3);
        return nn.Sequential(nn.Conv2d(3, 6, 3, 2, bias: hasBias), nn.BatchNorm2d(6), nn.ReLU(), nn.Flatten(), nn.Linear(54, 4));
    }

    private sealed class EachStep(Action<TrainingContext> what) : TrainingCallback
    {
        public override void OnStepEnd(TrainingContext context) => what(context);
    }
}
