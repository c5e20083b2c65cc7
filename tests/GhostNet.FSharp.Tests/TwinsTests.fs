/// VGG-16 and ResNet-56, plain and with Ghost modules, as an F# programmer meets them.
module GhostNet.FSharp.Tests.TwinsTests

open GhostNet.Inspection
open GhostNet.Metrics
open GhostNet.Data
open GhostNet.Models
open GhostNet.Training
open TorchSharp
open Xunit

let private cost (model: torch.nn.Module<torch.Tensor, torch.Tensor>) =
    use model = model
    let summary = ModelSummary.Of(model, 1L, 3L, 32L, 32L)
    summary.Parameters, summary.MultiplyAdds

[<Fact>]
let ``a ghost network costs half of its plain twin`` () =
    let pairs = [ cost (new Vgg16()), cost (new GhostVgg16()); cost (new ResNet56()), cost (new GhostResNet56()) ]

    for (parameters, multiplyAdds), (ghostParameters, ghostMultiplyAdds) in pairs do
        Assert.Equal(2.0, float parameters / float ghostParameters, 0.05)
        Assert.Equal(2.0, float multiplyAdds / float ghostMultiplyAdds, 0.05)

[<Fact>]
let ``ratio and kernel of the cheap operation are named arguments`` () =
    let _, three = cost (new GhostVgg16(ratio = 3))
    let _, two = cost (new GhostVgg16(ratio = 2, dwSize = 5))
    Assert.True(three < two)

[<Fact>]
let ``a ghost network is trained and evaluated`` () =
    let data = Shapes.Create(train = 32, test = 16, seed = 5)
    use model = new GhostResNet56(classes = 10)
    use trainer = new Trainer(model, TrainingOptions(Epochs = 1, BatchSize = 16, Device = "cpu"))
    let history = trainer.Fit(data.Train, data.Test)
    Assert.Equal(TrainingOutcome.Completed, history.Outcome)
    Assert.Equal(16, Evaluation.Run(model, data.Test, batchSize = 16).Count)
