using GhostNet.Inspection;
using GhostNet.Metrics;
using GhostNet.Models;
using GhostNet.Onnx;
using GhostNet.Tests.Training;
using GhostNet.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Models;

/// <summary>A network of one's own is registered with one call, and all works as with those of the library.</summary>
public sealed class OwnNetworkTests : OneThread
{
    private static readonly TrainingOptions s_options = new() { Epochs = 2, BatchSize = 16, WarmupEpochs = 0, EmaDecay = 0.9 };

    public OwnNetworkTests() => OwnNetwork.Register();

    [Fact]
    public void It_is_built_by_its_name()
    {
        using var model = Assert.IsType<OwnNetwork>(ModelRegistry.Create("own_network", classes: 7));
        Assert.Equal((7, 3), (model.Classes, model.InputChannels));
        Assert.Equal("""{"name":"own_network","options":{"classes":7,"inputChannels":3}}""", model.Spec.ToJson());
        Assert.Equal(8 * 27 + 16 + 7 * 8 + 7, ModelSummary.Of(model, 1, 3, 8, 8).Parameters);

        // To run a notebook's cell again is no error.
        OwnNetwork.Register();
        Assert.Single(ModelRegistry.All, entry => entry.Name == "own_network");
    }

    [Fact]
    public void It_is_trained_resumed_evaluated_and_loaded()
    {
        using var folder = new TemporaryFolder();
        var (train, test) = (TinyModel.Data(64), TinyModel.Data(32, seed: 1));
        manual_seed(0);
        using var whole = new OwnNetwork(channels: 12);
        using (var trainer = new Trainer(whole, s_options))
        {
            trainer.Fit(train, test, new ModelCheckpoint(folder.Path));
        }

        manual_seed(0);
        using var half = new OwnNetwork(channels: 12);
        using (var trainer = new Trainer(half, s_options))
        {
            trainer.Fit(train, test, new ModelCheckpoint(folder.File("half")), new StopAfterEpoch());
        }

        var checkpoint = Checkpoint.Find(folder.File("half"));
        Assert.Equal(1, checkpoint.Epoch);
        using var rest = Assert.IsType<OwnNetwork>(checkpoint.CreateModel());
        using (var trainer = Trainer.Resume(checkpoint.Path, rest, cancellationToken: TestContext.Current.CancellationToken))
        {
            trainer.Fit(train, test);
        }

        Assert.Equal(TinyModel.Bytes(whole), TinyModel.Bytes(rest));
        using var loaded = Checkpoint.LoadModel(folder.Path);
        Assert.Equal(new ModelSpec("own_network", 4, 3).With("channels", 12), loaded.Spec);
        Assert.Equal(
            Evaluation.Run(whole, test, cancellationToken: TestContext.Current.CancellationToken).Loss,
            Evaluation.Run(loaded, test, cancellationToken: TestContext.Current.CancellationToken).Loss);
    }

    [Fact]
    public void It_is_exported()
    {
        using var folder = new TemporaryFolder();
        using var model = new OwnNetwork(channels: 12);
        model.eval();
        model.ExportOnnx(folder.File("own.onnx"));
        Assert.Contains("own_network", File.ReadAllText(folder.File("own.onnx")), StringComparison.Ordinal);

        model.SaveWeights(folder.File("own.safetensors"));
        using var state = StateDict.Read(folder.File("own.safetensors"));
        using var same = state.CreateModel();
        Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(same));

        using var images = randn(2, 3, 8, 8);
        using var fast = model.Optimized();
        using (no_grad())
        {
            Assert.True(fast.call(images).allclose(model.call(images), 1e-4, 1e-5));
        }
    }

    private sealed class StopAfterEpoch : TrainingCallback
    {
        public override void OnEpochEnd(TrainingContext context) => context.Stop("half is done");
    }
}
