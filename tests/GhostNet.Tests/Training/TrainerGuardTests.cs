using GhostNet.Graph;
using GhostNet.Models;
using GhostNet.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>A trainer used by two threads, and batches that do not come out even.</summary>
public sealed class TrainerGuardTests : OneThread
{
    private static readonly TrainingOptions s_options = new() { Epochs = 1, BatchSize = 16, LearningRate = 0.01 };

    [Fact]
    public void A_layer_without_a_description_is_refused_before_the_first_step()
    {
        using var model = new Undescribed();
        using var trainer = new Trainer(model, s_options);
        var message = Assert.Throws<NotSupportedException>(
            () => trainer.Fit(TinyModel.Data(32), TinyModel.Data(32), new EachStep(_ => Assert.Fail("A step was done.")))).Message;
        Assert.Contains("head.2 (GELU)", message, StringComparison.Ordinal);
        Assert.Single(trainer.Fit(TinyModel.Data(32), null).Epochs);
    }

    [Fact]
    public async Task A_trainer_disposed_while_it_trains_ends_after_the_step()
    {
        using var model = new TinyModel();
        var trainer = new Trainer(model, s_options with { Epochs = 1000 });
        using var begun = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        var steps = 0L;
        var training = Task.Run(() => trainer.Fit(TinyModel.Data(64), null, new EachStep(context =>
        {
            steps = context.GlobalStep;
            begun.Set();
            disposed.Wait(TestContext.Current.CancellationToken);
        })), TestContext.Current.CancellationToken);
        begun.Wait(TestContext.Current.CancellationToken);
        trainer.Dispose();
        disposed.Set();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => training);
        Assert.Equal(1, steps);
        Assert.Throws<ObjectDisposedException>(() => trainer.Fit(TinyModel.Data(64), null));

        // The model has its own memory again.
        using var scope = NewDisposeScope();
        Assert.True(model.forward(rand(2, 3, 8, 8)).isfinite().all().item<bool>());
        using var next = new Trainer(model, s_options);
        Assert.Equal(TrainingOutcome.Completed, next.Fit(TinyModel.Data(64), null).Outcome);
    }

    [Fact]
    public void A_trainer_disposed_by_a_callback_ends_after_the_step()
    {
        using var model = new TinyModel();
        var trainer = new Trainer(model, s_options);
        Assert.Throws<ObjectDisposedException>(() => trainer.Fit(TinyModel.Data(64), null, new At(2, _ => trainer.Dispose())));
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void A_second_Fit_and_a_Save_of_another_thread_are_refused()
    {
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options);
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "a.safetensors");
        Exception? fit = null, save = null;
        var history = trainer.Fit(TinyModel.Data(64), null, new At(2, context =>
        {
            fit = Record.Exception(() => trainer.Fit(TinyModel.Data(64), null));
            var other = new Thread(() => save = Record.Exception(() => trainer.SaveCheckpoint(file)));
            other.Start();
            other.Join();
            context.SaveCheckpoint(file);
        }));
        Assert.Contains("training already", Assert.IsType<InvalidOperationException>(fit).Message, StringComparison.Ordinal);
        Assert.Contains("Another thread", Assert.IsType<InvalidOperationException>(save).Message, StringComparison.Ordinal);
        Assert.Equal(TrainingOutcome.Completed, history.Outcome);
        Assert.True(File.Exists(file));
    }

    /// <summary>Maps of 1×1 at the end, as at stem stride 2: batch normalisation needs two images there.</summary>
    [Theory]
    [InlineData(19, 8, 2, new[] { 4, 4, 4, 4, 3 })]
    [InlineData(10, 5, 2, new[] { 3, 2, 3, 2 })]
    [InlineData(20, 9, 4, new[] { 3, 3, 3, 3, 3, 3, 2 })]
    [InlineData(7, 7, 3, new[] { 3, 4 })]
    [InlineData(9, 9, 8, new[] { 2, 2, 2, 3 })]
    [InlineData(11, 8, 4, new[] { 2, 2, 2, 2, 3 })]
    [InlineData(16, 8, 1, new[] { 8, 8 })]
    [InlineData(4, 4, 4, new[] { 1, 1, 1, 1 })]
    public void No_part_has_one_image_only_because_a_batch_does_not_come_out_even(int images, int batch, int parts, int[] expected)
    {
        var seen = new List<int>();
        using var model = new Counting(seen);
        using var trainer = new Trainer(model, s_options with { BatchSize = batch, GradientAccumulation = parts });
        var history = trainer.Fit(TinyModel.Data(images), null);
        Assert.Equal(expected, seen);
        Assert.True(double.IsFinite(history.Last!.TrainLoss));
    }

    [Fact]
    public void A_network_with_maps_of_one_pixel_learns_from_parts_that_do_not_come_out_even()
    {
        using var model = new GhostNetV1(TinyModel.SmallConfig with { StemStride = 2, Stages = [new(new Bottleneck(3, 48, 24, 0.25, 2)), new(new Bottleneck(3, 48, 24, 0, 2))] });
        using var trainer = new Trainer(model, s_options with { BatchSize = 8, GradientAccumulation = 2 });
        Assert.Equal(TrainingOutcome.Completed, trainer.Fit(TinyModel.Data(19), null).Outcome);
    }

    [Fact]
    public void A_step_that_failed_halfway_is_done_again_from_the_start()
    {
        var options = s_options with { GradientAccumulation = 2 };
        List<int> seen = [], seenWhole = [];
        using var model = new Counting(seen, failAt: 4);
        using var trainer = new Trainer(model, options);
        Assert.Throws<InvalidDataException>(() => trainer.Fit(TinyModel.Data(64), null));
        trainer.Fit(TinyModel.Data(64), null);
        using var whole = new Counting(seenWhole);
        using var straight = new Trainer(whole, options);
        straight.Fit(TinyModel.Data(64), null);
        Assert.Equal(seenWhole.Count + 2, seen.Count);
        Assert.Equal(TinyModel.Bytes(whole), TinyModel.Bytes(model));
    }

    private sealed class EachStep(Action<TrainingContext> what) : TrainingCallback
    {
        public override void OnStepEnd(TrainingContext context) => what(context);
    }

    /// <summary>Notes how many images it is given.</summary>
    private sealed class Counting : nn.Module<Tensor, Tensor>
    {
        private readonly List<int> _seen;
        private readonly int _failAt;
        private readonly TorchSharp.Modules.Linear linear;

        public Counting(List<int> seen, int failAt = 0)
            : base(nameof(Counting))
        {
            (_seen, _failAt) = (seen, failAt);
            manual_seed(5);
            linear = nn.Linear(3, 4);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            _seen.Add((int)input.size(0));
            if (_seen.Count == _failAt)
            {
                throw new InvalidDataException("once");
            }

            return linear.call(input.mean([2, 3]));
        }
    }

    private sealed class Undescribed : ImageClassifier
    {
        private readonly nn.Module<Tensor, Tensor> head;

        public Undescribed()
            : base(new ModelSpec("undescribed", TinyModel.Data(2).ClassNames.Count, 3))
        {
            head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.GELU(), nn.Linear(3, Classes));
            RegisterComponents();
        }

        public override T Describe<T>(Operations<T> on, T input) => on.Apply(head, input);
    }
}
