using System.Security.Cryptography;
using GhostNet.Archives;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.IO;
using GhostNet.Metrics;
using GhostNet.Models;
using GhostNet.Tests.Training;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.IO;

/// <summary>In a notebook nobody passes a token: what lasts long takes that of the cell.</summary>
public sealed class AmbientCancellationTests : IDisposable
{
    private static readonly TrainingOptions s_options = new() { Epochs = 2, BatchSize = 8, EvaluationBatchSize = 8, Device = "cpu", EmaDecay = 0.9 };

    private readonly CancellationTokenSource _cell = new();

    public AmbientCancellationTests() => AmbientCancellation.OfHost = () => _cell.Token;

    public void Dispose()
    {
        AmbientCancellation.OfHost = null;
        _cell.Dispose();
    }

    [Fact]
    public void Training_ends_after_the_step()
    {
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options);
        var history = trainer.Fit(TinyModel.Data(32), null, new At(3, _ => _cell.Cancel()));
        Assert.Equal(TrainingOutcome.Cancelled, history.Outcome);
        Assert.Equal(3, history.StepLosses.Count);
    }

    [Fact]
    public void A_token_that_is_given_counts_alone()
    {
        using var own = new CancellationTokenSource();
        using var model = new TinyModel();
        using var trainer = new Trainer(model, s_options with { Cancellation = own.Token });
        _cell.Cancel();
        Assert.Equal(TrainingOutcome.Completed, trainer.Fit(TinyModel.Data(32), null).Outcome);
    }

    [Fact]
    public void Training_ends_between_two_batches_of_a_test_and_goes_on_with_the_test()
    {
        using var model = new TinyModel();
        var tested = 0;
        var hook = model.register_forward_hook((layer, given, made) =>
        {
            if (!layer.training)
            {
                tested++;
                _cell.Cancel();
            }

            return made;
        });
        using var trainer = new Trainer(model, s_options);
        var history = trainer.Fit(TinyModel.Data(32), TinyModel.Data(32, seed: 1));
        Assert.Equal(TrainingOutcome.Cancelled, history.Outcome);
        Assert.Equal(1, tested);
        Assert.Empty(history.Epochs);

        hook.remove();
        AmbientCancellation.OfHost = null;
        trainer.Fit(TinyModel.Data(32), TinyModel.Data(32, seed: 1));
        Assert.Equal(2, history.Epochs.Count);
        Assert.All(history.Epochs, epoch => Assert.NotNull(epoch.ValidationAccuracy));

        using var whole = new TinyModel();
        using var uninterrupted = new Trainer(whole, s_options);
        uninterrupted.Fit(TinyModel.Data(32), TinyModel.Data(32, seed: 1));
        Assert.Equal(TinyModel.Bytes(whole), TinyModel.Bytes(model));
    }

    [Fact]
    public void Other_long_work_throws()
    {
        using var folder = new TemporaryFolder();
        using var model = new TinyModel();
        using var network = new GhostNetV1(TinyModel.SmallConfig);
        using var images = rand(2, 3, 16, 16);
        var maps = FeatureMaps.Capture(network, images, "blocks.0");
        var archive = Path.Combine(folder.Path, "cifar-10-binary.tar.gz");
        File.WriteAllBytes(archive, TestArchive.TarGz(TestArchive.File($"{TestArchive.Folder}/data_batch_1.bin", [1, 2, 3])));
        _cell.Cancel();
        Assert.All(
            (Action[])
            [
                () => Evaluation.Run(model, TinyModel.Data(8)),
                () => GhostPairs.Find(maps),
                () => FeatureMaps.Capture(network, images, "blocks.0"),
                () => Shapes.Create(10, 10),
                () => Cifar10.Load(archive),
                () => ResumableDownload.Fetch(
                    Path.Combine(folder.Path, "file"), new DownloadOptions().For([new Uri("http://localhost:1/x")], HashAlgorithmName.MD5, "0"), null, CancellationToken.None),
            ],
            work => Assert.ThrowsAny<OperationCanceledException>(work));
        Assert.Equal([archive], Directory.GetFileSystemEntries(folder.Path));
    }
}
