using GhostNet.Models;
using GhostNet.Training;

namespace GhostNet.Tests.Training;

/// <summary>Two trainings with the same seed and number of threads, one of them interrupted, end with the same bits.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void A_training_that_is_repeated_or_resumed_ends_with_the_same_bits()
    {
        var folder = Directory.CreateTempSubdirectory("ghostnet-determinism");
        try
        {
            var expected = Train(trainer => trainer.Fit(Data(), null));
            Assert.Equal(expected, Train(trainer => trainer.Fit(Data(), null)));

            Train(trainer => trainer.Fit(Data(), null, new ModelCheckpoint(folder.FullName, keepBest: false), new StopAfter(7)));
            using var model = new GhostNetV1(TinyModel.SmallConfig);
            using (var resumed = Trainer.Resume(folder.FullName, model))
            {
                resumed.Fit(Data(), null);
            }

            Assert.Equal(expected, TinyModel.Bytes(model));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static GhostNet.Data.ImageDataset Data() => TinyModel.Data(64);

    private static Dictionary<string, byte[]> Train(Action<Trainer> fit)
    {
        TorchSharp.torch.manual_seed(7);
        using var model = new GhostNetV1(TinyModel.SmallConfig);
        using (var trainer = new Trainer(model, new TrainingOptions { Epochs = 3, BatchSize = 16, EmaDecay = 0.9, Device = "cpu" }))
        {
            fit(trainer);
        }

        return TinyModel.Bytes(model);
    }

    private sealed class StopAfter(int steps) : TrainingCallback
    {
        public override void OnStepEnd(TrainingContext context)
        {
            if (context.GlobalStep == steps)
            {
                context.Stop("enough");
            }
        }
    }
}
