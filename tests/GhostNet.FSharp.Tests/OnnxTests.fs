/// Export to ONNX and the second GhostNet, as an F# programmer writes them.
module GhostNet.FSharp.Tests.OnnxTests

open GhostNet.Data
open GhostNet.Inspection
open GhostNet.Metrics
open GhostNet.Onnx
open GhostNet.Weights
open System.IO
open GhostNet.Models
open GhostNet.FSharp.Tests.Samples
open Xunit

[<Fact>]
let ``a model is exported with the names of its classes`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "model.onnx")
        use model = new GhostNetV1(GhostNetConfig.Cifar(width = 0.25, classes = 2))
        model.ExportOnnx(path)
        let folded = FileInfo(path).Length
        model.ExportOnnx(path, OnnxOptions(FoldBatchNorm = false, Description = NetworkDescription.Of(model, [ "cat"; "dog" ])))
        Assert.True(FileInfo(path).Length > folded)
        Assert.Contains("""["cat","dog"]""", File.ReadAllText path))

[<Fact>]
let ``a model is exported in 8-bit numbers, with all from pictures to probabilities`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "model.onnx")
        use model = new GhostNetV1(GhostNetConfig.Cifar(width = 0.25))
        let images = Shapes.Create(16, 0).Train
        let description = NetworkDescription.Of(model, images.ClassNames, images.Mean, images.Std, images.Height, images.Width)
        model.ExportOnnx(path, OnnxOptions(Calibration = images, Description = description, WithPreprocessing = true))
        Assert.Contains("QuantizeLinear", File.ReadAllText path))

[<Fact>]
let ``GhostNetV2 is built from the same configuration`` () =
    use model = new GhostNetV2(GhostNetConfig.ImageNet())
    let summary = ModelSummary.Of(model, 1L, 3L, 224L, 224L)
    Assert.Equal(6_156_908L, summary.Parameters)
    Assert.Equal(GhostNetConfig.ImageNet(), model.Config)
