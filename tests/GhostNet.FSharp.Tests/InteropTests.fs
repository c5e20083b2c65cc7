/// Weights in and out, as an F# programmer writes it.
module GhostNet.FSharp.Tests.InteropTests

open GhostNet.Onnx
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
        Assert.Equal(report.Wanted, report.Fitting)

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
            wrong.Report.Differences
            |> Seq.filter (fun difference -> difference.Problem = WeightProblem.WrongShape)
            |> Seq.map _.Name
            |> Seq.sort

        Assert.Equal<string seq>([ "classifier.bias"; "classifier.weight" ], shapes)
        let report = three.LoadWeights(path, skipClassifier = true)
        Assert.True(report.IsComplete))

[<Fact>]
let ``published weights explain themselves where there is no network`` () =
    inFolder (fun folder ->
        let options =
            WeightDownloadOptions(
                Mirrors = [| Uri "http://127.0.0.1:9/published.pth" |],
                Folder = folder,
                TimeOut = TimeSpan.FromSeconds 5.0
            )

        let wrong = Assert.Throws<IOException>(fun () -> Pretrained.Load("ghostnet_100", options = options).Dispose())
        Assert.Contains(options.Path, wrong.Message))
