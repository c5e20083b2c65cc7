/// Pictures of one's own, as an F# programmer meets them.
module GhostNet.FSharp.Tests.PictureTests

open System.IO
open GhostNet.Data
open GhostNet.Interactive
open GhostNet.Models
open GhostNet.Training
open GhostNet.FSharp.Tests.Samples
open SkiaSharp
open Xunit

/// Four pictures of each of two classes, which differ in their colour.
let private draw folder =
    for name, colour in [ "warm", SKColors.Orange; "cold", SKColors.Navy ] do
        Directory.CreateDirectory(Path.Combine(folder, name)) |> ignore

        for i in 0..3 do
            use bitmap = new SKBitmap(20 + i, 30 - i)
            bitmap.Erase colour
            use data = bitmap.Encode(SKEncodedImageFormat.Png, 100)
            File.WriteAllBytes(Path.Combine(folder, name, $"{i}.png"), data.ToArray())

[<Fact>]
let ``a folder of pictures trains a network that knows how to prepare the next one`` () =
    inFolder (fun folder ->
        draw folder
        let data = ImageFolder.Load(folder, PictureTransform 32, skipBroken = true).WithValidation 0.25
        Assert.Equal<string>([ "cold"; "warm" ], data.Train.ClassNames)
        Assert.Empty data.Train.Skipped
        Assert.Empty(data.FindDuplicates())
        Assert.Contains("2 images", string (DatasetSplit(data.Train, data.Train.Take 2).FindDuplicates().View(count = 1)))

        use model = new GhostNetV1(GhostNetConfig(Width = 0.25, Classes = 2, StemStride = 2, HeadChannels = 32))
        let options = TrainingOptions(Epochs = 1, BatchSize = 3, Device = "cpu", PictureAugmentation = PictureAugmentation(Brightness = 0.2))
        use trainer = new Trainer(model, options)
        trainer.Fit(data.Train, data.Validation) |> ignore

        let path = ImageFolder.PicturesIn folder |> Seq.head
        use image = ImageFile.Load(path, data.Train)
        Assert.Equal<int64>([ 1L; 3L; 32L; 32L ], image.shape)
        Assert.Equal(3 * 32 * 32, data.Train.Image(0).Length)
        Assert.Equal(8, ImageFolder.Open(folder).Count))

[<Fact>]
let ``a source of one's own is an object expression`` () =
    inFolder (fun folder ->
        draw folder
        let files = ImageFolder.PicturesIn folder

        let source =
            { new IImageSource with
                member _.Name = "mine"
                member _.ClassNames = [| ".."; "猫" |]
                member _.Count = files.Count
                member _.LabelOf index = index % 2
                member _.NameOf index = files[index]
                member _.Open index = File.OpenRead files[index] }

        File.WriteAllLines(Path.Combine(folder, "labels.csv"), [ "warm/0.png,warm;bright"; "cold/0.png,cold" ])
        let table = ImageDataset.FromPictures(ImageCsv.Open(Path.Combine(folder, "labels.csv")), PictureTransform 16)

        match table.LabelSets with
        | null -> failwith "the table has several classes in a picture"
        | sets -> Assert.Equal<int>([ 2; 0 ], sets[0])

        let data = ImageDataset.FromPictures(source, PictureTransform 16, mean = [| 0.5f |], std = [| 0.25f |])
        Assert.Equal((8, 1, 16), (data.Count, data.Channels, data.Height)))

[<Fact>]
let ``a trained network learns other classes`` () =
    inFolder (fun folder ->
        draw folder
        let data = ImageFolder.Load(folder, PictureTransform 32).WithValidation 0.25
        use trained = new GhostNetV1(GhostNetConfig(Width = 0.25, Classes = 10, StemStride = 2, HeadChannels = 32))
        use model = trained.WithClasses(data.Train.ClassNames.Count)
        Assert.Null(ClassBalance.Of(data.Train).Weights)
        Assert.Equal<int>([ 3; 3 ], ClassBalance.Of(data.Train).Counts)

        let usual = TrainingOptions.ForFineTuning data.Train
        Assert.Equal(FineTuning.Always, FineTuning(FineTuning.Always).FrozenEpochs)
        let loss = CrossEntropy(0.1, ClassBalance.Of(data.Train).Weights)
        let options = TrainingOptions(Epochs = 2, BatchSize = 3, Device = "cpu", FineTuning = FineTuning(frozenEpochs = 1, bodyRate = 0.2), Loss = loss)
        match usual.FineTuning with
        | null -> failwith "fine-tuning is off"
        | fineTuning -> Assert.Equal(0.1, fineTuning.BodyRate)

        let search = LearningRateFinder.Run(model, data.Train, options, steps = 20)
        Assert.True(search.Rate > 0.0 && search.Steepest > 0.0 && (not search.BlowUp.HasValue || search.BlowUp.Value > search.Rate))
        Assert.Equal(search.Rates.Count, search.Losses.Count)
        Assert.Equal(search.Rates.Count, search.SmoothedLosses.Count)
        Assert.Contains("<svg", search.View().ToHtml())

        use trainer = new Trainer(model, options)
        Assert.Equal(2, trainer.Fit(data.Train, data.Validation).Epochs.Count))
