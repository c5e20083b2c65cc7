/// Weights in and out, as an F# programmer writes it.
module GhostNet.FSharp.Tests.InteropTests

open GhostNet.Data
open GhostNet.IO
open GhostNet.Training
open GhostNet.Weights
open System
open System.IO
open GhostNet.Models
open GhostNet.FSharp.Tests.Samples
open Xunit

[<Theory>]
[<InlineData("weights.safetensors")>]
[<InlineData("weights.pth")>]
let ``weights are saved and loaded`` (name: string) =
    inFolder (fun folder ->
        use model = new GhostNetV1(config)
        let path = Path.Combine(folder, name)
        model.SaveWeights(path)

        use other = new GhostNetV1(config)
        let report = other.LoadWeights(path)
        Assert.True(report.IsComplete)
        Assert.Equal(report.Expected, report.Matched)

        use state = StateDict.Read path
        let numbers = state |> Seq.sumBy (fun (KeyValue(_, tensor)) -> tensor.numel ())
        Assert.Equal(model.state_dict().Values |> Seq.sumBy _.numel(), numbers))

[<Fact>]
let ``a report tells what does not fit`` () =
    inFolder (fun folder ->
        use model = new GhostNetV1(config)
        let path = Path.Combine(folder, "ten.safetensors")
        Safetensors.Write(path, model.state_dict ())

        use three = new GhostNetV1(GhostNetConfig(Width = 0.25, Classes = 3, StemStride = 2, HeadChannels = 32))
        let wrong = Assert.Throws<WeightMismatchException>(fun () -> three.LoadWeights(path) |> ignore)

        let shapes =
            wrong.Result.Mismatched
            |> Seq.map _.Name
            |> Seq.sort

        Assert.Equal<string seq>([ "classifier.bias"; "classifier.weight" ], shapes)
        let report = three.LoadWeights(path, skipClassifier = true)
        Assert.True(report.IsComplete))

[<Fact>]
let ``a checkpoint is a safetensors file and loads like any other`` () =
    inFolder (fun folder ->
        use model = new GhostNetV1(config)
        let data = Shapes.Create(train = 16, test = 8)
        use trainer = new Trainer(model, TrainingOptions(Epochs = 1, BatchSize = 16, Device = "cpu"))
        trainer.Fit(data.Train, null, ModelCheckpoint folder) |> ignore

        let path = Checkpoint.FilesIn folder |> Seq.head
        Assert.False((Checkpoint.Read path).IsOldFormat)
        use all = Safetensors.Read path
        Assert.Contains("optimizer.momentum_buffer", all.Names)

        use other = new GhostNetV1(config)
        let result = other.LoadWeights path
        Assert.Empty result.MissingKeys
        Assert.Empty result.UnexpectedKeys)

/// A part of a training with state, as an F# programmer writes it.
type private BestLoss() =
    let mutable best = infinity

    interface IStateful with
        member _.StateName = "best_loss"
        member _.SaveState state = state.Write("loss", best)
        member _.LoadState state = best <- state.ReadDouble "loss"

[<Fact>]
let ``a part with state has a name`` () =
    Assert.Equal("best_loss", (BestLoss() :> IStateful).StateName)

[<Fact>]
let ``published weights explain themselves where there is no network`` () =
    inFolder (fun folder ->
        let options =
            DownloadOptions(
                Mirrors = [| Uri "http://127.0.0.1:9/published.pth" |],
                Timeout = TimeSpan.FromSeconds 5.0
            )

        let wrong = Assert.Throws<IOException>(fun () -> Pretrained.Load("ghostnet_100", folder = folder, options = options).Dispose())
        Assert.Contains(Path.Combine(folder, "published.pth"), wrong.Message))
