using GhostNet.Metrics;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>What the validation images, or a metric on them, decide.</summary>
public sealed class ValidationTests : OneThread
{
    private static readonly TrainingOptions s_options = new() { Epochs = 4, BatchSize = 16, LearningRate = 0.01 };

    [Fact]
    public void The_best_epoch_and_its_checkpoint_go_by_validation_accuracy()
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options);
        var checkpoints = new ModelCheckpoint(folder.Path);
        var history = trainer.Fit(TinyModel.Data(96), TinyModel.Data(40, seed: 1), checkpoints);

        Assert.Equal(history.Epochs.Max(epoch => epoch.ValidationAccuracy), history.Best!.ValidationAccuracy);
        Assert.Equal(history.Best.Epoch, Checkpoint.Read(checkpoints.BestPath).Epoch);
    }

    [Fact]
    public void Without_validation_the_last_epoch_counts_and_nothing_is_called_best()
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options);
        var checkpoints = new ModelCheckpoint(folder.Path);
        var history = trainer.Fit(TinyModel.Data(96), null, checkpoints);
        Assert.Same(history.Last, history.Best);
        Assert.False(File.Exists(checkpoints.BestPath));
    }

    [Fact]
    public void A_metric_of_ones_own_decides_which_checkpoint_is_best_and_when_to_stop()
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyModel();
        var metric = new FirstIsBest();
        using var trainer = new Trainer(model, s_options with { Epochs = 9, Metrics = [metric] });
        var checkpoints = new ModelCheckpoint(folder.Path, metric: TrainingMetric.Of(metric));
        var history = trainer.Fit(TinyModel.Data(96), TinyModel.Data(40, seed: 1), checkpoints, new EarlyStopping(2, TrainingMetric.Of(metric)));

        Assert.Equal(1, Checkpoint.Read(checkpoints.BestPath).Epoch);
        Assert.Equal(1, history.BestBy(TrainingMetric.Of(metric))!.Epoch);
        Assert.Equal((3, "rank has not become better than 1 in 2 validations"), (history.Epochs.Count, history.Reason));
        Assert.Equal(1, Checkpoint.Read(checkpoints.BestPath).History.Epochs[0].Metrics["rank"]);
        Assert.Contains("rank 3.0000", history.Last!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_will_never_be_there_is_refused_at_once()
    {
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options);
        var nothing = Assert.Throws<ArgumentException>(() => trainer.Fit(TinyModel.Data(96), null, new EarlyStopping()));
        Assert.Contains("EarlyStopping goes by ValidationAccuracy, but Fit got no validation images", nothing.Message, StringComparison.Ordinal);
        var missing = Assert.Throws<ArgumentException>(
            () => trainer.Fit(TinyModel.Data(96), TinyModel.Data(40), new EarlyStopping(metric: TrainingMetric.Of(new TopKAccuracy(2)))));
        Assert.Contains("top-2 accuracy, which is not among TrainingOptions.Metrics", missing.Message, StringComparison.Ordinal);
    }

    /// <summary>1, then 2, then 3 …; lower is better.</summary>
    private sealed class FirstIsBest : IMetric
    {
        private int _calls;

        public string Name => "rank";

        public bool HigherIsBetter => false;

        public double Compute(Tensor logits, Tensor labels) => ++_calls;
    }
}
