/// What a user does with a network, for one network of each family, in F#: train, stop, go on, evaluate, predict, export, load again.
module GhostNet.FSharp.Tests.WholeLoopTests

open System.IO
open System.Threading
open GhostNet.Data
open GhostNet.FSharp.Tests.Samples
open GhostNet.Metrics
open GhostNet.Models
open GhostNet.Onnx
open GhostNet.Training
open GhostNet.Weights
open TorchSharp
open Xunit

let private data = Shapes.Create(train = 40, test = 24, seed = 5)

/// The network for the shapes: narrow if it can be, and with a first convolution for small images if it has the choice.
let private small name =
    let options = (ModelRegistry.Find name).Defaults.Options

    ModelSpec(name, classes = 10)
    |> fun spec -> if options.ContainsKey "width" then spec.With("width", 0.1) else spec
    |> fun spec -> if options.ContainsKey "stemStride" then spec.With("stemStride", 1.0) else spec

type private StopAtStep(step, stop: CancellationTokenSource) =
    inherit TrainingCallback()

    override _.OnStepEnd(context) =
        if context.Step = step then
            stop.Cancel()

[<Theory>]
[<InlineData "ghostnet_100">]
[<InlineData "ghostnetv2_100">]
[<InlineData "ghostnetv3_100">]
[<InlineData "vgg16">]
[<InlineData "resnet56">]
[<InlineData "mobilenet_v3_small">]
let ``a network goes the whole way`` (name: string) =
    inFolder (fun folder ->
        torch.manual_seed 0L |> ignore
        use first = ModelRegistry.Create(small name)
        use stop = new CancellationTokenSource()

        use trainer =
            new Trainer(first, TrainingOptions(Epochs = 2, BatchSize = 8, LearningRate = 0.01, WarmupEpochs = 0, Cancellation = stop.Token))

        let stopped = trainer.Fit(data.Train, data.Test, ModelCheckpoint folder, StopAtStep(2, stop))
        Assert.Equal(TrainingOutcome.Cancelled, stopped.Outcome)

        use model = Checkpoint.LoadModel folder
        use resumed = Trainer.Resume(folder, model)
        let history = resumed.Fit(data.Train, data.Test, ModelCheckpoint folder)
        Assert.Equal(TrainingOutcome.Completed, history.Outcome)
        Assert.Equal(10, history.StepLosses.Count)

        let expected = Evaluation.Run(model, data.Test)
        use images = torch.randn (3L, 3L, 32L, 32L)
        model.eval ()
        use logits = model.call images
        use optimized = model.Optimized()
        use same = optimized.call images
        Assert.True(torch.allclose (same, logits, rtol = 1e-4, atol = 1e-4 * max 1.0 (float (logits.abs().max().item<float32> ()))))

        let onnx = Path.Combine(folder, "w.onnx")
        model.ExportOnnx onnx
        Assert.True(FileInfo(onnx).Length > 0L)

        for file in [ "w.safetensors"; "w.pth" ] do
            let path = Path.Combine(folder, file)
            model.SaveWeights path
            use state = StateDict.Read path
            use again = state.CreateModel()
            Assert.Equal(expected.Loss, Evaluation.Run(again, data.Test).Loss))
