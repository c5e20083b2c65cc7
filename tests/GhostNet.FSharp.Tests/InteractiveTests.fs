/// The views as an F# programmer calls them: one `open`, optional arguments by name, no cast.
module GhostNet.FSharp.Tests.InteractiveTests

open GhostNet.Runtime
open System
open System.IO
open GhostNet.Data
open GhostNet.Interactive
open GhostNet.Models
open TorchSharp
open Xunit

/// TorchSharp as in a script: the library is asked first, for it is what finds libtorch.
let private image () =
    GhostNet.Runtime.Libtorch.Load()
    torch.rand(3L, 16L, 16L)

let private data = Shapes.Create(train = 8, test = 4, seed = 5)

[<Fact>]
let ``a tensor is shown as one likes`` () =
    use image = image ()
    Assert.StartsWith("float32 [3, 16, 16], cpu, 3 KB", string (image.View()))
    Assert.Contains("channel 1", image.View(channel = 1, colorMap = ColorMap.Gray).ToHtml())
    Assert.Contains("denormalised", image.View(mean = [| 0.5f; 0.5f; 0.5f |], std = [| 0.2f; 0.2f; 0.2f |]).ToHtml())
    Assert.Contains("-1", image.View(TensorDisplay.HeatMap, min = -1.0, max = 2.0).ToHtml())

[<Fact>]
let ``data sets and batches show their images`` () =
    let guesses = [ 0; 1; 2 ]
    Assert.Contains("✓", data.Train.View(count = 3, guesses = guesses, probabilities = [ 0.9; 0.8; 0.7 ]).ToHtml())
    use loader = new BatchLoader(data.Test, 4)
    let batch = loader.Epoch(0) |> Seq.head
    use model = new GhostNetV1(GhostNetConfig(Width = 0.25, Classes = 10, StemStride = 2, HeadChannels = 32))
    use logits = model.call batch.Images
    Assert.Contains("%", batch.View(data.Test, logits = logits).ToHtml())
    Assert.Contains("class 3", batch.View().ToHtml())
    Assert.Contains(data.Test.ClassNames[3], batch.View(data.Test.ClassNames, count = 4).ToHtml())

[<Fact>]
let ``views share a page`` () =
    use image = image ()
    let folder = Directory.CreateTempSubdirectory "ghostnet-fsharp-"
    let path = Show.Page(Path.Combine(folder.FullName, "page.html"), image.View(), data.Train.View())
    Assert.Equal(2, File.ReadAllText(path).Split("<div class=\"ghostnet ", StringSplitOptions.None).Length - 1)
    folder.Delete(recursive = true)

[<Fact>]
let ``a page has a title, facts and curves, and the curves are a picture too`` () =
    let folder = Directory.CreateTempSubdirectory "ghostnet-fsharp-"
    let curves = GhostNet.Training.TrainingHistory([ GhostNet.Training.EpochResult(1, 1.5, 0.4, 1.2, 0.5, 0.1, 2.0, 100.0) ], []).View()
    let facts = Views.FactsView("Settings", dict [ "epochs", "1"; "batch", "<8>" ], note = "A note.")
    let path = Show.TitledPage(Path.Combine(folder.FullName, "page.html"), "A training", facts, curves)
    let page = File.ReadAllText path
    Assert.Contains("<title>A training</title>", page)
    Assert.Contains("<td>&lt;8&gt;</td>", page)
    Assert.Equal("Settings\n  epochs  1\n  batch   <8>\nA note.", string facts)
    Assert.StartsWith("<svg", curves.ToSvg "A training")
    folder.Delete(recursive = true)

[<Fact>]
let ``any value is asked for its picture`` () =
    use image = image ()
    Assert.StartsWith("float32 [3, 16, 16]", string (ViewRegistry.Of image))
    Assert.Equal(string (data.Train.View()), string (ViewRegistry.Of data))
    Assert.Null(ViewRegistry.Of "text")
