using GhostNet.Layers;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>Layers that the user has put into evaluation mode stay there, and their statistics as they are, bit for bit.</summary>
public sealed class FrozenLayersTests : OneThread
{
    private static readonly TrainingOptions s_options = new() { Epochs = 2, BatchSize = 8, Device = "cpu", EmaDecay = 0.9 };

    [Fact]
    public void A_layer_frozen_before_training_keeps_its_statistics_also_when_training_goes_on()
    {
        using var model = new TinyModel();
        Freeze(model);
        var before = Statistics(model);
        using var trainer = new Trainer(model, s_options);
        trainer.Fit(TinyModel.Data(32), TinyModel.Data(16, seed: 1), new Stopping());
        Assert.False(model.training);
        trainer.Fit(TinyModel.Data(32), TinyModel.Data(16, seed: 1));
        Assert.Equal(TrainingOutcome.Completed, trainer.History.Outcome);
        Assert.Equal(before, Statistics(model));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_layer_frozen_by_a_callback_keeps_its_statistics(bool atEachEpoch)
    {
        using var model = new TinyModel();
        var before = Statistics(model);
        using var trainer = new Trainer(model, s_options);
        trainer.Fit(TinyModel.Data(32), TinyModel.Data(16, seed: 1), new Freezing(atEachEpoch));
        Assert.Equal(before, Statistics(model));
    }

    [Fact]
    public void A_model_in_evaluation_mode_is_trained_whole()
    {
        using var model = new TinyModel();
        model.eval();
        var before = Statistics(model);
        using var trainer = new Trainer(model, s_options);
        trainer.Fit(TinyModel.Data(32), null);
        Assert.NotEqual(before, Statistics(model));
    }

    private static void Freeze(nn.Module model)
    {
        foreach (var layer in model.modules().OfType<BatchNormAct>())
        {
            layer.eval();
        }
    }

    private static List<byte[]> Statistics(nn.Module model) =>
        [.. TinyModel.Bytes(model).Where(item => item.Key.Contains("running", StringComparison.Ordinal)).Select(item => item.Value)];

    private sealed class Stopping : TrainingCallback
    {
        public override void OnEpochEnd(TrainingContext context) => context.Stop("half");
    }

    private sealed class Freezing(bool atEachEpoch) : TrainingCallback
    {
        public override void OnTrainingStart(TrainingContext context) => Freeze(context.Model);

        public override void OnEpochStart(TrainingContext context)
        {
            if (atEachEpoch)
            {
                Freeze(context.Model);
            }
        }
    }
}
