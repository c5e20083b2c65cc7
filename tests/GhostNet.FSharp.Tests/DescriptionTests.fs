/// A layer of one's own, described once, as an F# programmer writes it.
module GhostNet.FSharp.Tests.DescriptionTests

open System.IO
open GhostNet.FSharp.Tests.Samples
open GhostNet.Graph
open GhostNet.Inspection
open GhostNet.Layers
open GhostNet.Onnx
open TorchSharp
open Xunit

type Residual(channels: int) as this =
    inherit DescribedModule("Residual")
    let half = channels / 2
    let first = new ConvBnAct(channels, half, kernelSize = 3)
    let gate = torch.nn.Sequential(torch.nn.AdaptiveAvgPool2d 1L, torch.nn.Conv2d(half, half, 1L))
    let last = new Conv(half, channels, bias = true)

    do
        this.register_module ("first", first)
        this.register_module ("gate", gate)
        this.register_module ("last", last)

    override _.Describe(on: Operations<'T>, x: 'T) =
        let y = on.Apply(first, x)
        let y = on.Multiply(y, on.Sigmoid(on.Apply(gate, y)))
        on.ReluInPlace(on.AddInPlace(on.Apply(last, y), x))

[<Fact>]
let ``what is described once is computed, counted and exported`` () =
    inFolder (fun folder ->
        use layer = new Residual(8)
        use images = torch.rand (2L, 8L, 6L, 6L)
        use output = layer.call images
        Assert.Equal<int64>([ 2L; 8L; 6L; 6L ], output.shape)
        Assert.Equal(36L * 4L * 72L + 16L + 36L * 32L, ModelSummary.Of(layer, 1L, 8L, 6L, 6L).MultiplyAdds)
        layer.ExportOnnx(Path.Combine(folder, "layer.onnx"))
        Assert.True(FileInfo(Path.Combine(folder, "layer.onnx")).Length > 1000L))
