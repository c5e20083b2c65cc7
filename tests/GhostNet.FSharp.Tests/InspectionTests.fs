/// Feature maps, ghost pairs and convolution steps as an F# programmer meets them.
module GhostNet.FSharp.Tests.InspectionTests

open GhostNet.Inspection
open GhostNet.Metrics
open GhostNet.Models
open TorchSharp
open Xunit

[<Fact>]
let ``feature maps are captured and their ghosts found`` () =
    use model = new GhostNetV1(GhostNetConfig.Cifar(width = 0.5))
    use images = torch.rand (4L, 3L, 32L, 32L)
    let maps = FeatureMaps.Capture(model, images, "blocks.0.0")
    Assert.Equal(8, maps.Channels)
    Assert.Equal(4, maps.Kinds |> Seq.filter ((=) MapKind.Ghost) |> Seq.length)
    Assert.Equal(32 * 32, (maps.Map 0).Length)

    let pairs = GhostPairs.Find maps
    Assert.All(pairs, fun pair -> Assert.InRange(pair.R2, 0.0, 1.0))
    Assert.Equal(pairs |> Seq.map _.R2 |> Seq.max, pairs[0].R2, 8)
    Assert.True(pairs.Best(count = 2).Count <= 2)
    Assert.StartsWith("blocks.0.0 (GhostBottleneck): 8 maps of 32×32 (4 intrinsic, 4 ghosts), 4 images", string pairs)

[<Fact>]
let ``several layers are captured at once`` () =
    use model = new GhostNetV1(GhostNetConfig.Cifar(width = 0.5))
    use image = torch.rand (1L, 3L, 32L, 32L)
    let maps = FeatureMaps.CaptureAll(model, image, "conv_stem", "blocks.2")
    Assert.Equal<string seq>([ "conv_stem"; "blocks.2" ], maps |> Seq.map _.Path)

[<Fact>]
let ``a convolution is taken apart`` () =
    let image = array2D [ [ 0.0; 0.0; 9.0 ]; [ 0.0; 0.0; 9.0 ]; [ 0.0; 0.0; 9.0 ] ]
    let steps = ConvolutionSteps.Of(image, ImageKernels.SobelX, padding = 1)
    Assert.Equal(9, steps.Count)
    Assert.Equal(36.0, steps[4].Sum)
    Assert.Equal(36.0, steps.Output[1, 1])
    Assert.Equal<float seq>(steps.Output |> Seq.cast<float>, steps |> Seq.map _.Sum)

[<Fact>]
let ``a classic kernel is applied to an image`` () =
    use image = torch.ones (3L, 8L, 8L)

    for KeyValue(_, kernel) in ImageKernels.All do
        use made = ImageKernels.Apply(image, kernel)
        Assert.Equal<int64 seq>([ 3L; 8L; 8L ], made.shape)
