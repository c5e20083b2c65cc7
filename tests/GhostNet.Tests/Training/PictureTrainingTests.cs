using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Tests.Data;
using GhostNet.Training;
using GhostNet.Weights;

namespace GhostNet.Tests.Training;

public sealed class PictureTrainingTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 3,
        BatchSize = 4,
        LearningRate = 0.05,
        Device = "cpu",
        PictureAugmentation = new() { Brightness = 0.3, Operations = 1 },
    };

    private static DatasetSplit Load(TemporaryFolder folder, int cacheMegabytes) => ImageFolder.Load(
        folder.DrawClasses("p", ["a", "b", "c"], 6, ".jpg"),
        new PictureTransform(32, cropFraction: 0.9, Interpolation.Bilinear),
        cacheMegabytes: cacheMegabytes,
        cancellationToken: TestContext.Current.CancellationToken).WithValidation(0.2);

    [Fact]
    public void Resume_is_bit_for_bit_and_the_transform_is_kept()
    {
        using var folder = new TemporaryFolder();
        var data = Load(folder, cacheMegabytes: 8);
        using var model = new TinyModel(classes: 3);
        using var trainer = new Trainer(model, s_options);
        trainer.Fit(data.Train, data.Validation);

        using var begun = new TinyModel(classes: 3);
        var path = folder.File("a.safetensors");
        using (var first = new Trainer(begun, s_options with { Epochs = 3 }))
        {
            first.Fit(data.Train, data.Validation, new StopAt(7, path));
        }

        using var resumed = new TinyModel(classes: 3);
        using var second = Trainer.Resume(path, resumed, cancellationToken: TestContext.Current.CancellationToken);
        var again = Load(folder, cacheMegabytes: 0);
        second.Fit(again.Train, again.Validation);
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(resumed));

        var checkpoint = Checkpoint.Read(path);
        Assert.Equal(data.Train.Transform, checkpoint.Data.Transform);
        Assert.Equal(s_options.PictureAugmentation, checkpoint.Options.PictureAugmentation);
        Assert.Equal(["a", "b", "c"], checkpoint.Data.ClassNames);
    }

    [Fact]
    public void A_file_of_weights_says_how_pictures_are_prepared()
    {
        using var folder = new TemporaryFolder();
        var data = Load(folder, cacheMegabytes: 8);
        using var model = new GhostNetV1(TinyModel.SmallConfig with { Classes = 3 });
        using var trainer = new Trainer(model, s_options with { Epochs = 1 });
        trainer.Fit(data.Train, data.Validation);
        trainer.SaveCheckpoint(folder.File("a.safetensors"));
        using var state = StateDict.Read(folder.File("a.safetensors"));
        Assert.Equal((0.9, "Bilinear", 32), (state.Description!.CropFraction, state.Description.Interpolation, state.Description.Height));
    }

    [Fact]
    public void Cutout_larger_than_the_picture_is_refused()
    {
        using var folder = new TemporaryFolder();
        var data = Load(folder, cacheMegabytes: 8);
        using var model = new TinyModel(classes: 3);
        using var trainer = new Trainer(model, s_options with { PictureAugmentation = new() { Cutout = 33 } });
        Assert.Contains("Cutout is 33 pixels", Assert.Throws<ArgumentException>(() => trainer.Fit(data.Train, null)).Message, StringComparison.Ordinal);
    }

    private sealed class StopAt(int step, string path) : TrainingCallback
    {
        public override void OnStepEnd(TrainingContext context)
        {
            if (context.GlobalStep == step)
            {
                context.SaveCheckpoint(path);
                context.Stop("half way");
            }
        }
    }
}
