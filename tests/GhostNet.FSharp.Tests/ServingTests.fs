module GhostNet.FSharp.Tests.ServingTests

open System.IO
open Xunit
open Microsoft.Extensions.DependencyInjection
open SkiaSharp
open GhostNet.Data
open GhostNet.Models
open GhostNet.Serving
open GhostNet.Training
open TorchSharp

[<Fact>]
let ``a picture is classified from a path, bytes and a stream, and by a service`` () =
    Samples.inFolder (fun folder ->
        let data = Shapes.Create(64, 16)
        use model = new GhostNetV1(Samples.config)
        use trainer = new Trainer(model, TrainingOptions(Epochs = 1, BatchSize = 16, Device = "cpu"))
        trainer.Fit(data.Train, data.Test, ModelCheckpoint folder) |> ignore

        let picture = Path.Combine(folder, "picture.png")
        use bitmap = new SKBitmap(50, 40)
        bitmap.Erase SKColors.Orange
        use encoded = bitmap.Encode(SKEncodedImageFormat.Png, 100)
        File.WriteAllBytes(picture, encoded.ToArray())

        use predictor = Predictor.Load(folder, PredictorOptions(Device = "cpu", BatchSize = 8))
        let seen = predictor.Predict picture
        Assert.Contains(seen.ClassName, predictor.ClassNames)
        Assert.Equal<int seq>([ seen.Label ], seen.Top 1)
        let bytes = File.ReadAllBytes picture
        Assert.Equal(seen.Confidence, predictor.Predict(bytes).Confidence)
        use stream = new MemoryStream(bytes)
        Assert.Equal(seen.Confidence, predictor.PredictAsync(stream).GetAwaiter().GetResult().Confidence)

        // With a network in memory: the weights that ship.
        use network = Pretrained.Load "ghostnet_cifar_050"
        let data = TrainingData.Of(Pretrained.Describe "ghostnet_cifar_050") |> nonNull
        use known = new Predictor(network, data)
        let file = known.PredictAll [ picture ] |> Seq.exactlyOne
        Assert.Null file.Error
        use images = torch.zeros(2L, 3L, 32L, 32L)
        Assert.Equal(2, known.Predict(images).Count)

        let services = ServiceCollection()
        services.AddGhostNet folder |> ignore
        Assert.Equal(typeof<Predictor>, (Seq.exactlyOne services).ServiceType))
