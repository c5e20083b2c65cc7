/// The library as an F# programmer meets it: no cast, no ignored disposal, no warning.
module GhostNet.FSharp.Tests.TrainingTests

open GhostNet.Inspection
open GhostNet.Metrics
open System
open System.IO
open GhostNet.Data
open GhostNet.Models
open GhostNet.Training
open GhostNet.FSharp.Tests.Samples
open Xunit

/// Few images: enough to see the parts work together.
let private data = Shapes.Create(train = 64, test = 40, seed = 5)

let private options =
    TrainingOptions(Epochs = 2, BatchSize = 16, LearningRate = 0.05, Seed = 7, Device = "cpu")

[<Fact>]
let ``a configuration is written with property names and changed by a copy`` () =
    Assert.Equal(GhostNetConfig(Width = 0.25, Classes = 10, StemStride = 2, HeadChannels = 32), config)
    Assert.NotEqual(GhostNetConfig.Cifar(width = 0.25), config)
    Assert.Equal(1, GhostNetConfig.Cifar().StemStride)

[<Fact>]
let ``trains, reports and evaluates`` () =
    use model = new GhostNetV1(config)
    use trainer = new Trainer(model, options)
    use text = new StringWriter()
    let history = trainer.Fit(data.Train, data.Test, LossMonitor(output = text, writeFile = false), EarlyStopping(patience = 5))

    Assert.Equal(2, history.Epochs.Count)
    Assert.Equal(TrainingOutcome.Completed, history.Outcome)
    Assert.Contains("loss:[", text.ToString())
    history.Epochs |> Seq.iter (fun epoch -> Assert.True(Double.IsFinite epoch.TrainLoss))

    let evaluation = Evaluation.Run(model, data.Test, batchSize = 16, topK = 3, mirrored = true)
    Assert.Equal(40, evaluation.Count)
    Assert.Equal(evaluation.Accuracy, evaluation.PerClass |> Seq.sumBy _.Correct |> (fun right -> float right / 40.0), 12)
    Assert.Equal(40L, evaluation.ConfusionMatrix |> Seq.cast<int64> |> Seq.sum)
    Assert.True(evaluation.TopKAccuracy >= evaluation.Accuracy)

[<Fact>]
let ``a model is summarised`` () =
    use model = new GhostNetV1(GhostNetConfig.Tutorial)
    let summary = ModelSummary.Of(model, 1L, 3L, 32L, 32L)
    Assert.Equal(25_282_354L, summary.Parameters)

    let squeeze =
        summary.Layers
        |> Seq.filter (fun layer -> layer.Type = "SqueezeExcite")
        |> Seq.sumBy _.Parameters

    Assert.Equal(23_990_496L, squeeze)
    Assert.StartsWith("GhostNetV1 on an input of [1, 3, 32, 32]", string summary)

[<Fact>]
let ``training goes on from a checkpoint`` () =
    inFolder (fun folder ->
        use first = new GhostNetV1(config)
        use trainer = new Trainer(first, options)
        let checkpoints = ModelCheckpoint(folder, keep = 2)
        let whole = trainer.Fit(data.Train, data.Test, checkpoints)

        let info = Checkpoint.Find folder
        Assert.Equal(2, info.Epoch)
        Assert.Equal(first.Spec, info.Spec)

        use again = Checkpoint.LoadModel folder
        use resumed = Trainer.Resume(folder, again)
        let history = resumed.Fit(data.Train, data.Test)
        Assert.Equal(whole.Epochs.Count, history.Epochs.Count)
        Assert.Equal(Evaluation.Run(first, data.Test).Loss, Evaluation.Run(again, data.Test).Loss))

/// A callback of one's own.
type private Counter() =
    inherit TrainingCallback()

    member val Steps = 0 with get, set

    override this.OnStepEnd context =
        this.Steps <- this.Steps + 1

        if context.GlobalStep = 3L then
            context.Stop "enough"

[<Fact>]
let ``a callback of one's own stops training`` () =
    use model = new GhostNetV1(config)
    use trainer = new Trainer(model, options)
    let counter = Counter()
    let history = trainer.Fit(data.Train, null, counter, LossMonitor(output = TextWriter.Null, writeFile = false))
    Assert.Equal(3, counter.Steps)
    Assert.Equal("enough", history.Reason)
