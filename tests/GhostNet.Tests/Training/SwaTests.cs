using GhostNet.Data;
using GhostNet.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>Stochastic weight averaging: the average of the last epochs, with statistics of its own.</summary>
public sealed class SwaTests : OneThread
{
    private const int Batch = 16;

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 5,
        BatchSize = Batch,
        LearningRate = 0.05,
        SwaEpochs = 3,
        Schedule = LearningRateSchedule.Constant,
        Device = "cpu",
    };

    [Fact]
    public void The_model_ends_with_the_mean_of_the_last_epochs()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        var ends = new List<Tensor[]>();
        using var trainer = new Trainer(model, s_options);
        trainer.Fit(TinyModel.Data(72), TinyModel.Data(32, 1), new EachEpoch(context => ends.Add(Numbers(context.Model))));
        Assert.Equal(5, ends.Count);
        foreach (var (index, weights) in model.parameters().Index())
        {
            var mean = stack(ends.Skip(2).Select(end => end[index])).mean([0L]);
            Assert.True(mean.allclose(weights, rtol: 1e-5, atol: 1e-7));
        }

        Assert.False(ends[^1][0].allclose(model.parameters().First(), rtol: 1e-3, atol: 1e-4));

        Tensor[] Numbers(nn.Module module) => [.. module.parameters().Select(weights => weights.detach().clone().MoveToOuterDisposeScope())];
    }

    [Fact]
    public void Batch_normalisation_has_the_mean_of_the_batches_under_the_average()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        using var trainer = new Trainer(model, s_options);
        trainer.Fit(TinyModel.Data(72), null);

        using var loader = new BatchLoader(TinyModel.Data(72), Batch, s_options.Augmentation, shuffle: true, s_options.Seed);
        var conv = (Conv2d)model.children().First();
        var maps = loader.Epoch(4).Select(batch => nn.functional.conv2d(batch.Images, conv.weight, conv.bias, [2, 2])).ToList();
        var buffers = model.children().ElementAt(1).named_buffers().ToDictionary(buffer => buffer.name, buffer => buffer.buffer);
        var mean = stack(maps.Select(map => map.mean([0, 2, 3]))).mean([0L]);
        var variance = stack(maps.Select(map => map.var([0, 2, 3]))).mean([0L]);
        Assert.True(mean.allclose(buffers["running_mean"], rtol: 1e-4, atol: 1e-5));
        Assert.True(variance.allclose(buffers["running_var"], rtol: 1e-4, atol: 1e-5));
        Assert.Equal(25, buffers["num_batches_tracked"].item<long>());
    }

    [Theory]
    [InlineData(7)] // Before the last epochs.
    [InlineData(18)] // Within the second of them.
    [InlineData(20)] // At its end.
    public void Going_on_gives_the_same_bits_as_never_having_stopped(int stopAfter)
    {
        var (train, test) = (TinyModel.Data(72), TinyModel.Data(40, seed: 1)); // 5 steps an epoch.
        using var folder = new TemporaryFolder();
        var file = folder.File("a.safetensors");
        using var straight = new TinyModel();
        using var trainer = new Trainer(straight, s_options);
        var whole = trainer.Fit(train, test);
        using (var stopped = new TinyModel())
        using (var first = new Trainer(stopped, s_options))
        {
            first.Fit(train, test, new At(stopAfter, context =>
            {
                context.SaveCheckpoint(file);
                context.Stop("enough");
            }));
        }

        using var fresh = new TinyModel();
        using var second = Trainer.Resume(file, fresh, cancellationToken: TestContext.Current.CancellationToken);
        var resumed = second.Fit(train, test);
        Assert.Equal(TinyModel.Bytes(straight), TinyModel.Bytes(fresh));
        Assert.Equal(whole.Epochs.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss)), resumed.Epochs.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss)));

        trainer.SaveCheckpoint(folder.File("b.safetensors"));
        second.SaveCheckpoint(folder.File("c.safetensors"));
        using var again = new TinyModel();
        Checkpoint.Read(folder.File("c.safetensors")).LoadWeights(again);
        Assert.Equal(TinyModel.Bytes(straight), TinyModel.Bytes(again));
    }

    [Theory]
    [InlineData(7)] // While batch normalisation sees the images of the third epoch again.
    [InlineData(10)] // In the validation after it.
    public void An_epoch_whose_end_was_cancelled_counts_once(int call)
    {
        var options = s_options with { EvaluationBatchSize = 20 };
        var (train, test) = (TinyModel.Data(72), TinyModel.Data(40, seed: 1));
        using var folder = new TemporaryFolder();
        using var straight = new Watched(static _ => { });
        using (var trainer = new Trainer(straight, options))
        {
            trainer.Fit(train, test);
        }

        using var source = new CancellationTokenSource();
        using (var stopped = new Watched(calls =>
        {
            if (calls == call)
            {
                source.Cancel();
            }
        }))
        using (var first = new Trainer(stopped, options with { Cancellation = source.Token }))
        {
            first.Fit(train, test);
            Assert.Equal(2, first.History.Epochs.Count);
            first.SaveCheckpoint(folder.File("a.safetensors"));
        }

        using var fresh = new Watched(static _ => { });
        using var second = Trainer.Resume(folder.File("a.safetensors"), fresh, cancellationToken: TestContext.Current.CancellationToken);
        second.Fit(train, test);
        Assert.Equal(TinyModel.Bytes(straight), TinyModel.Bytes(fresh));
    }

    [Fact]
    public void Frozen_layers_keep_their_statistics_and_checkpoints_before_the_last_epochs_have_no_average()
    {
        using var folder = new TemporaryFolder();
        using var model = Model();
        model.train();
        var norm = model.children().ElementAt(1);
        norm.eval();
        var before = TinyModel.Bytes(norm)["running_mean"];
        using var trainer = new Trainer(model, s_options);
        trainer.Fit(TinyModel.Data(72), null, new At(7, context => context.SaveCheckpoint(folder.File("a.safetensors"))));
        Assert.Equal(before, TinyModel.Bytes(norm)["running_mean"]);
        Assert.False(Checkpoint.Read(folder.File("a.safetensors")).HasAverage);
        trainer.SaveCheckpoint(folder.File("b.safetensors"));
        Assert.True(Checkpoint.Read(folder.File("b.safetensors")).HasAverage);
    }

    private static Sequential Model()
    {
        manual_seed(3);
        return nn.Sequential(nn.Conv2d(3, 6, 3, 2), nn.BatchNorm2d(6), nn.ReLU(), nn.Flatten(), nn.Linear(54, 4));
    }

    private sealed class EachEpoch(Action<TrainingContext> what) : TrainingCallback
    {
        public override void OnEpochEnd(TrainingContext context) => what(context);
    }

    /// <summary>Tells how often it has been called outside of training.</summary>
    private sealed class Watched : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential inner = Model();
        private readonly Action<int> _called;
        private int _calls;

        public Watched(Action<int> called)
            : base(nameof(Watched))
        {
            _called = called;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            if (!training)
            {
                _called(++_calls);
            }

            return inner.call(input);
        }
    }
}
