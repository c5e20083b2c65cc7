/// Networks by their names, and one of one's own, as an F# programmer writes it.
module GhostNet.FSharp.Tests.RegistryTests

open System.IO
open GhostNet.Data
open GhostNet.FSharp.Tests.Samples
open GhostNet.Layers
open GhostNet.Metrics
open GhostNet.Models
open GhostNet.Training
open GhostNet.Weights
open TorchSharp
open Xunit

/// A convolution and a linear layer.
type OwnNetwork(classes: int, inputChannels: int, channels: int) as this =
    inherit ImageClassifier(ModelSpec("fsharp_network", classes, inputChannels).With("channels", float channels))

    let conv = new ConvBnAct(inputChannels, channels, 3, 2)
    let linear = torch.nn.Linear(int64 channels, int64 classes)

    do
        this.register_module ("conv", conv)
        this.register_module ("linear", linear)

    override _.Describe(on, input) =
        on.Apply(linear, on.GlobalAveragePool(on.Apply(conv, input)))

let private register () =
    ModelRegistry.Register(
        ModelEntry(
            ModelSpec("fsharp_network", classes = 10).With("channels", 8.0),
            (fun spec -> new OwnNetwork(spec.Classes, spec.InputChannels, spec.Whole "channels")),
            Description = "A convolution and a linear layer"
        )
    )

[<Fact>]
let ``a network has a name`` () =
    use model = ModelRegistry.Create("ghostnet_050", classes = 5, inputChannels = 1)
    Assert.Equal(5, model.Classes)
    use same = ModelRegistry.Create(ModelSpec.Parse(model.Spec.ToJson()))
    Assert.Equal(model.Spec, same.Spec)
    Assert.Contains("ghostnet_050", ModelRegistry.All |> Seq.map _.Name)
    let complete = (ModelRegistry.Find "ghostnet_050").Complete(model.Spec)
    Assert.Equal(0.5, complete.Number "width")
    Assert.Equal("ghostnet_050", ModelRegistry.NearestNames "gostnet_050" |> Seq.head)

[<Fact>]
let ``a network of one's own is registered, trained, resumed and loaded`` () =
    register ()

    inFolder (fun folder ->
        let data = Shapes.Create(train = 32, test = 16, seed = 5)
        use model = ModelRegistry.Create("fsharp_network")
        use trainer = new Trainer(model, TrainingOptions(Epochs = 1, BatchSize = 16, Device = "cpu", WarmupEpochs = 0))
        trainer.Fit(data.Train, data.Test, ModelCheckpoint folder) |> ignore

        use again = Checkpoint.LoadModel folder
        Assert.IsType<OwnNetwork> again |> ignore
        Assert.Equal(Evaluation.Run(model, data.Test).Loss, Evaluation.Run(again, data.Test).Loss)
        use resumed = Trainer.Resume(folder, again, epochs = 2)
        Assert.Equal(2, resumed.Fit(data.Train, data.Test).Epochs.Count)

        let file = Path.Combine(folder, "own.safetensors")
        again.SaveWeights file
        use state = StateDict.Read file
        use read = state.CreateModel()
        Assert.Equal(again.Spec, read.Spec)
        use named = state.CreateModel(ModelSpec("fsharp_network", classes = 10))
        Assert.Equal(again.Spec, named.Spec))

[<Fact>]
let ``versions of GhostNet and MobileNetV3 are built by their classes too`` () =
    use images = torch.randn (2L, 3L, 32L, 32L)
    use third = new GhostNetV3(GhostNetConfig.Cifar(0.25))
    use mobile = new MobileNetV3(classes = 10)

    for model in [ third :> ImageClassifier; mobile ] do
        use logits = model.call images
        Assert.Equal<int64 seq>([ 2L; 10L ], logits.shape)
        use same = ModelRegistry.Create model.Spec
        Assert.Equal(model.GetType(), same.GetType())
