using GhostNet.Kernels;
using GhostNet.Metrics;
using GhostNet.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>A loss, an optimiser, a schedule, a metric and a callback of the user's own, with state: all resumed bit for bit.</summary>
public sealed class OwnPartsTests : OneThread
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)] // The end of an epoch.
    [InlineData(8)]
    public void A_resumed_training_has_them_as_if_it_had_never_stopped(int stopAfter)
    {
        var (train, validation) = (TinyModel.Data(96), TinyModel.Data(40, seed: 1)); // 6 steps per epoch.
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.safetensors");

        using var straight = new TinyModel();
        using var trainer = new Trainer(straight, Options(new Parts()));
        var counter = new Counter();
        var whole = trainer.Fit(train, validation, counter);

        using (var stopped = new TinyModel())
        using (var first = new Trainer(stopped, Options(new Parts())))
        {
            first.Fit(train, validation, new Counter(), new At(stopAfter, context =>
            {
                context.SaveCheckpoint(file);
                context.Stop("enough");
            }));
        }

        var parts = new Parts();
        using var fresh = new TinyModel();
        using var second = Trainer.Resume(file, fresh, parts: parts.ForResume, cancellationToken: TestContext.Current.CancellationToken);
        var again = new Counter();
        var resumed = second.Fit(train, validation, again);

        Assert.Equal(TinyModel.Bytes(straight), TinyModel.Bytes(fresh));
        Assert.Equal(whole.StepLosses.Select(point => (point.Step, point.Loss)), resumed.StepLosses.Select(point => (point.Step, point.Loss)));
        Assert.Equal(whole.Epochs.Select(epoch => epoch.Metrics["mean confidence"]), resumed.Epochs.Select(epoch => epoch.Metrics["mean confidence"]));
        Assert.Equal((18, 18), (counter.Steps, again.Steps));
        Assert.Equal(18, parts.Loss.Calls);
        Assert.Equal(18, parts.Optimizer.Steps);
        Assert.Equal(whole.Epochs.Count, parts.Schedule.Epochs);
    }

    [Fact]
    public void A_checkpoint_that_is_saved_between_Resume_and_Fit_has_their_states()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.safetensors");
        using var model = new TinyModel();
        using (var first = new Trainer(model, Options(new Parts())))
        {
            first.Fit(TinyModel.Data(96), null, new Weighted(), new Counter(), new At(8, context =>
            {
                context.SaveCheckpoint(file);
                context.Stop("enough");
            }));
        }

        var before = File.ReadAllBytes(file);
        using var trainer = Trainer.Resume(file, model, parts: new Parts().ForResume, cancellationToken: TestContext.Current.CancellationToken);
        trainer.SaveCheckpoint(file); // Over the file from which it was resumed.
        Assert.Equal(before, File.ReadAllBytes(file));

        // What the file was counts, not what has taken its place.
        File.WriteAllBytes(file, []);
        var (counter, weighted) = (new Counter(), new Weighted());
        trainer.Fit(TinyModel.Data(96), null, counter, weighted);
        Assert.Equal(18, counter.Steps);
        Assert.Equal(18, weighted.Sum.sum().item<float>());
        weighted.Sum.Dispose();
    }

    [Fact]
    public void Without_them_resume_names_all_that_is_missing()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.safetensors");
        using var model = new TinyModel();
        using (var trainer = new Trainer(model, Options(new Parts())))
        {
            trainer.Fit(TinyModel.Data(96), TinyModel.Data(40, seed: 1));
            trainer.SaveCheckpoint(file);
        }

        var message = Assert.Throws<CheckpointException>(() => Trainer.Resume(file, model, cancellationToken: TestContext.Current.CancellationToken)).Message;
        foreach (var part in new[] { "the schedule halving", "the loss growing", "the optimiser sign descent", "the metric mean confidence" })
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
        }

        // Its tensors are not those of another optimiser.
        var own = new Parts().ForResume;
        var other = new TrainingParts { Loss = own.Loss, Optimizer = new AdamWOptimizer(), Schedule = own.Schedule, Metrics = own.Metrics };
        Assert.Contains("exp_avg", Assert.Throws<CheckpointException>(() => Trainer.Resume(file, model, parts: other, cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Checkpoint.Read(file).LoadWeights(model); // Whoever only predicts needs none of them.
    }

    [Fact]
    public void A_loss_without_a_gradient_is_refused()
    {
        using var model = new TinyModel();
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 1, BatchSize = 16, Loss = new Broken() });
        var message = Assert.Throws<ArgumentException>(() => trainer.Fit(TinyModel.Data(32), null)).Message;
        Assert.Contains("The loss broken gives [] without a gradient", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_optimiser_with_one_name_for_two_states_is_refused()
    {
        using var model = new TinyModel();
        Assert.Contains("names a state twice", Assert.Throws<ArgumentException>(
            () => new Trainer(model, new TrainingOptions { Optimizer = new Doubled() })).Message, StringComparison.Ordinal);
    }

    private static TrainingOptions Options(Parts parts) => new()
    {
        Epochs = 3,
        BatchSize = 16,
        LearningRate = 0.01,
        WarmupEpochs = 0,
        Loss = parts.Loss,
        Optimizer = parts.Optimizer,
        Schedule = parts.Schedule,
        Metrics = [new Confidence()],
    };

    private sealed class Parts
    {
        public Growing Loss { get; } = new();

        public SignDescent Optimizer { get; } = new();

        public Halving Schedule { get; } = new();

        public TrainingParts ForResume => new() { Loss = Loss, Optimizer = Optimizer, Schedule = Schedule, Metrics = [new Confidence()] };
    }

    /// <summary>Counts more from call to call.</summary>
    private sealed class Growing : ILoss, IStateful
    {
        public long Calls { get; private set; }

        public string StateName => "growing_loss";

        public Tensor Compute(Tensor images, Tensor logits, Tensor labels)
        {
            Calls++;
            return nn.functional.cross_entropy(logits, labels) * (1 + (0.1 * Calls));
        }

        public void SaveState(StateWriter state) => state.Write("calls", Calls);

        public void LoadState(StateReader state) => Calls = state.ReadInt64("calls");

        public override string ToString() => "growing";
    }

    /// <summary>Follows the sign of the momentum, and after every second step goes half as far.</summary>
    private sealed class SignDescent : IOptimizer, IStateful
    {
        private long _last = -1;

        public long Steps { get; private set; }

        public IReadOnlyList<string> StateNames => ["mean"];

        public string StateName => "sign_descent";

        public void Update(WeightSlice slice, double learningRate, long step)
        {
            if (step != _last)
            {
                (_last, Steps) = (step, Steps + 1);
            }

            using Scalar kept = 0.9, rate = -learningRate * (Steps % 2 == 0 ? 0.5 : 1);
            slice.Weights.add_(slice.State[0].mul_(kept).add_(slice.Gradients, PinnedScalars.One).sign(), rate);
        }

        public void SaveState(StateWriter state) => state.Write("steps", Steps);

        public void LoadState(StateReader state) => Steps = state.ReadInt64("steps");

        public override string ToString() => "sign descent";
    }

    /// <summary>Halves the learning rate in each new epoch that it sees.</summary>
    private sealed class Halving : ILearningRateSchedule, IStateful
    {
        private long _last = -1;

        public long Epochs { get; private set; }

        public string StateName => "halving";

        public double Multiplier(long step, long totalSteps, int stepsPerEpoch)
        {
            if (step / stepsPerEpoch > _last)
            {
                (_last, Epochs) = (step / stepsPerEpoch, Epochs + 1);
            }

            return Math.Pow(0.5, Epochs);
        }

        public void SaveState(StateWriter state)
        {
            state.Write("last", _last);
            state.Write("epochs", Epochs);
        }

        public void LoadState(StateReader state) => (_last, Epochs) = (state.ReadInt64("last"), state.ReadInt64("epochs"));

        public override string ToString() => "halving";
    }

    private sealed record Confidence : IMetric
    {
        public string Name => "mean confidence";

        public double Compute(Tensor logits, Tensor labels) => nn.functional.softmax(logits, 1).amax([1]).mean().item<float>();
    }

    private sealed class Counter : TrainingCallback, IStateful
    {
        public long Steps { get; private set; }

        public string StateName => "counter";

        public override void OnStepEnd(TrainingContext context) => Steps++;

        public void SaveState(StateWriter state) => state.Write("steps", Steps);

        public void LoadState(StateReader state) => Steps = state.ReadInt64("steps");
    }

    private sealed class Weighted : TrainingCallback, IStateful
    {
        public Tensor Sum { get; } = zeros(1).DetachFromDisposeScope();

        public string StateName => "optimizer";

        public override void OnStepEnd(TrainingContext context) => Sum.add_(PinnedScalars.One);

        public void SaveState(StateWriter state) => state.Write("sum", Sum);

        public void LoadState(StateReader state) => state.CopyTo("sum", Sum);
    }

    private sealed class Broken : ILoss
    {
        public Tensor Compute(Tensor images, Tensor logits, Tensor labels) => zeros(1)[0];

        public override string ToString() => "broken";
    }

    private sealed class Doubled : IOptimizer
    {
        public IReadOnlyList<string> StateNames => ["mean", "mean"];

        public void Update(WeightSlice slice, double learningRate, long step) => throw new NotSupportedException();
    }
}
