/// Ghost modules in the place of convolutions, from F#.
module GhostNet.FSharp.Tests.ConversionTests

open GhostNet.Conversion
open GhostNet.Interactive
open TorchSharp
open TorchSharp.Modules
open type TorchSharp.torch.nn
open Xunit

/// A class of F#: the type of its field says that another layer may stand there.
type private Own() as this =
    inherit Module<torch.Tensor, torch.Tensor>("Own")
    let conv: Module<torch.Tensor, torch.Tensor> = Conv2d(3L, 16L, 3L, padding = 1L)
    do this.RegisterComponents()
    override _.forward input = conv.call input

[<Fact>]
let ``convolutions become Ghost modules`` () =
    use model = Sequential(new Own(), ReLU(), Conv2d(16L, 32L, 3L))
    let result = Ghostify.Convolutions(model, [| 1L; 3L; 8L; 8L |], ratio = 2, dwSize = 3)
    Assert.Equal<string seq>([ "0.conv"; "2" ], result.Layers |> Seq.map _.Path)
    Assert.True(result.Layers |> Seq.forall (fun layer -> isNull layer.KeptBecause && layer.MultiplyAddsAfter < layer.MultiplyAddsBefore))
    Assert.True(result.After.Parameters < result.Before.Parameters)
    Assert.StartsWith("0.conv: 3×3, 3 to 16: ", string result.Layers[0])
    Assert.Equal(string (result.View()), string (ViewRegistry.Of result))
    Assert.Contains("whole network", string result)
