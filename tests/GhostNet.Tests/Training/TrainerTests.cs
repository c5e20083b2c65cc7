using GhostNet.Data;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

public sealed class TrainerTests : OneThread
{
    private static readonly TrainingOptions s_quick = new() { Epochs = 3, BatchSize = 16, LearningRate = 0.05, Augmentation = Augmentation.None };

    [Fact]
    public void Learns_and_reports_each_epoch()
    {
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_quick with { Epochs = 8 });
        var history = trainer.Fit(TinyModel.Data(200), TinyModel.Data(64, seed: 1));

        Assert.Equal(TrainingOutcome.Completed, history.Outcome);
        Assert.Equal(8, history.Epochs.Count);
        Assert.True(history.Last!.ValidationAccuracy > 0.9, history.ToString());
        Assert.True(history.Last.TrainLoss < history.Epochs[0].TrainLoss);
        Assert.Equal(8 * 13, history.StepLosses.Count);
        Assert.False(model.training);
    }

    [Fact]
    public void Leaves_the_model_its_names_its_memory_and_its_result()
    {
        using var model = new TinyModel();
        var names = model.state_dict().Keys.ToList();
        byte[] during;
        using (var trainer = new Trainer(model, s_quick))
        {
            trainer.Fit(TinyModel.Data(64), null);
            during = TinyModel.Bytes(model)["linear.weight"];
        }

        Assert.Equal(names, model.state_dict().Keys);
        Assert.Equal(during, TinyModel.Bytes(model)["linear.weight"]);
        Assert.All(model.parameters(), weight => Assert.Null(weight.grad));
        Assert.All(model.parameters(), weight => Assert.Equal(0, weight.storage_offset()));
        using var output = model.forward(zeros(2, 3, 8, 8));
        Assert.Equal([2, 4], output.shape);
    }

    [Fact]
    public void Keeps_no_tensor_from_step_to_step()
    {
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_quick with { EmaDecay = 0.99, GradientClip = 1, GradientAccumulation = 2 });
        var counter = new TensorCounter();
        trainer.Fit(TinyModel.Data(200), TinyModel.Data(64), counter, new ProgressReporter(new Ignored()));

        Assert.Equal(39, counter.Counts.Count);
        Assert.All(counter.Counts, count => Assert.Equal(counter.Counts[1], count));
    }

    [Fact]
    public void Gives_back_all_memory()
    {
        using var model = new TinyModel();
        using var scope = NewDisposeScope();
        var before = LiveTensors.Settle();
        using (var trainer = new Trainer(model, s_quick with { EmaDecay = 0.99, Optimizer = new AdamWOptimizer(), LearningRate = 0.01 }))
        {
            trainer.Fit(TinyModel.Data(64), TinyModel.Data(64));
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Parts_of_a_batch_add_up_to_the_whole()
    {
        // Without batch normalisation and dropout the parts know nothing of each other.
        var whole = Train(1);
        var parts = Train(3);
        Assert.True(whole.allclose(parts, rtol: 1e-5, atol: 1e-6));

        static Tensor Train(int parts)
        {
            manual_seed(1);
            using var model = nn.Sequential(nn.Flatten(), nn.Linear(192, 4));
            using var trainer = new Trainer(model, s_quick with { Epochs = 1, GradientAccumulation = parts });
            trainer.Fit(TinyModel.Data(64), null);
            return model.parameters().First().detach().clone();
        }
    }

    [Fact]
    public void Stops_at_a_loss_that_is_not_finite_with_everything_one_needs_to_know()
    {
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_quick with { LearningRate = 1e30, Schedule = LearningRateSchedule.Constant, WarmupEpochs = 0 });
        var exception = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(TinyModel.Data(64), null));

        Assert.Contains($"step {exception.Step + 1} (epoch 1)", exception.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate 1E+30", exception.Message, StringComparison.Ordinal);
        Assert.Contains("There is no checkpoint", exception.Message, StringComparison.Ordinal);
        Assert.False(double.IsFinite(exception.Loss));
        Assert.InRange(exception.Step, 1, 3);
    }

    [Fact]
    public void Cancellation_ends_after_the_step_and_can_go_on()
    {
        var straight = Train(null);
        var inTwoParts = Train(5);
        Assert.Equal(straight, inTwoParts);

        static byte[] Train(int? stopAfter)
        {
            using var cancellation = new CancellationTokenSource();
            using var model = new TinyModel();
            using var trainer = new Trainer(model, s_quick with { Cancellation = cancellation.Token });
            var data = TinyModel.Data(200);
            if (stopAfter is { } steps)
            {
                var history = trainer.Fit(data, null, new At(steps, _ => cancellation.Cancel()));
                Assert.Equal(TrainingOutcome.Cancelled, history.Outcome);
                Assert.Equal(steps, history.StepLosses.Count);
                using var directory = new TemporaryFolder();
                var file = Path.Combine(directory.Path, "a.safetensors");
                trainer.SaveCheckpoint(file);
                using var again = new TinyModel();
                using var resumed = Trainer.Resume(file, again, cancellationToken: TestContext.Current.CancellationToken);
                resumed.Fit(data, null);
                return TinyModel.Bytes(again)["linear.weight"];
            }

            trainer.Fit(data, null);
            return TinyModel.Bytes(model)["linear.weight"];
        }
    }

    [Fact]
    public void The_first_epochs_see_only_the_middle_and_tests_see_whole_images()
    {
        var data = TinyModel.Data(16);
        using var loader = new BatchLoader(data, 16);
        var whole = loader.Epoch(0).Single().Images;
        var middle = whole.narrow(2, 1, 6).narrow(3, 1, 6).sum().item<float>();

        var seen = new List<Sight>();
        using var model = new Lookout(seen);
        using var trainer = new Trainer(model, s_quick with { ProgressiveEpochs = 2 });
        trainer.Fit(data, data);

        var small = new Sight(Training: true, 6, 6, middle);
        var test = new Sight(Training: false, 8, 8, whole.sum().item<float>());
        Sight[] expected = [small, test, small, test, test with { Training = true }, test];
        Assert.Equal(expected.Select(sight => sight with { Sum = 0 }), seen.Select(sight => sight with { Sum = 0 }));
        Assert.All(expected.Zip(seen), pair => Assert.Equal(pair.First.Sum, pair.Second.Sum, 0.01f));
    }

    [Fact]
    public void A_model_for_one_size_of_image_says_that_it_cannot_see_only_the_middle()
    {
        using var model = nn.Sequential(nn.Flatten(), nn.Linear(3 * 8 * 8, 4));
        using var trainer = new Trainer(model, s_quick with { ProgressiveEpochs = 1 });
        var exception = Assert.Throws<ArgumentException>(() => trainer.Fit(TinyModel.Data(16), null));
        Assert.StartsWith("ProgressiveEpochs is 1, so Sequential was given the middle of the images, 6×6, and failed. Set it to 0", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_data_that_do_not_fit()
    {
        using var model = new GhostNet.Models.GhostNetV1(TinyModel.SmallConfig with { InputChannels = 1 });
        using var trainer = new Trainer(model, s_quick);
        Assert.Contains("InputChannels = 3", Assert.Throws<ArgumentException>(() => trainer.Fit(TinyModel.Data(64), null)).Message, StringComparison.Ordinal);

        using var tiny = new TinyModel();
        using var other = new Trainer(tiny, s_quick);
        Assert.Contains("last batch of one image", Assert.Throws<ArgumentException>(() => other.Fit(TinyModel.Data(65), null)).Message, StringComparison.Ordinal);
        using var blank = new Trainer(tiny, s_quick with { Augmentation = Augmentation.None with { Cutout = 33 } });
        Assert.Contains("Cutout is 33 pixels", Assert.Throws<ArgumentException>(() => blank.Fit(TinyModel.Data(64), null)).Message, StringComparison.Ordinal);
        Assert.Contains("not like the training images", Assert.Throws<ArgumentException>(() => other.Fit(TinyModel.Data(64), TinyModel.Data(9, classes: 5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_callbacks_of_a_failure()
    {
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_quick);
        var log = new List<string>();
        var failing = new At(2, _ => throw new InvalidOperationException("full disk"));
        Assert.Throws<InvalidOperationException>(() => trainer.Fit(TinyModel.Data(64), null, new Recorder(log), failing));
        Assert.Equal(["start", "epoch start", "step", "step", "failed: full disk"], log);
    }

    private sealed record Sight(bool Training, long Height, long Width, float Sum);

    /// <summary>Notes what it is shown.</summary>
    private sealed class Lookout : nn.Module<Tensor, Tensor>
    {
        private readonly List<Sight> _seen;
        private readonly TorchSharp.Modules.Linear linear;

        public Lookout(List<Sight> seen)
            : base(nameof(Lookout))
        {
            _seen = seen;
            linear = nn.Linear(3, 4);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            _seen.Add(new Sight(training, input.size(2), input.size(3), input.sum().item<float>()));
            return linear.forward(input.mean([2, 3]));
        }
    }

    private sealed class Recorder(List<string> log) : TrainingCallback
    {
        public override void OnTrainingStart(TrainingContext context) => log.Add("start");

        public override void OnEpochStart(TrainingContext context) => log.Add("epoch start");

        public override void OnStepEnd(TrainingContext context) => log.Add("step");

        public override void OnTrainingFailed(TrainingContext context, Exception exception) => log.Add($"failed: {exception.Message}");
    }

    private sealed class TensorCounter : TrainingCallback
    {
        public List<long> Counts { get; } = [];

        public override void OnTrainingStart(TrainingContext context) => LiveTensors.Settle();

        public override void OnStepEnd(TrainingContext context) => Counts.Add(Tensor.TotalCount);
    }

    private sealed class Ignored : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Assert.InRange(value.Fraction, 0, 1);
    }
}
