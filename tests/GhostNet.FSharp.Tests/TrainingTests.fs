/// The library as an F# programmer meets it: no cast, no ignored disposal, no warning.
module GhostNet.FSharp.Tests.TrainingTests

open GhostNet.Inspection
open GhostNet.Metrics
open System
open System.IO
open GhostNet.Data
open GhostNet.Interactive
open GhostNet.Models
open GhostNet.Training
open GhostNet.FSharp.Tests.Samples
open TorchSharp
open Xunit

/// Few images: enough to see the parts work together.
let private data = Shapes.Create(train = 64, test = 40, seed = 5)

let private options =
    TrainingOptions(Epochs = 2, BatchSize = 16, LearningRate = 0.05, Seed = 7, Device = "cpu")

[<Fact>]
let ``a configuration is written with property names and changed by a copy`` () =
    Assert.Equal(GhostNetConfig(Width = 0.25, Classes = 10, StemStride = 2, HeadChannels = 32), config)
    Assert.NotEqual(GhostNetConfig.Cifar(width = 0.25), config)
    Assert.Equal(1, GhostNetConfig.Cifar().StemStride)

[<Fact>]
let ``trains, reports and evaluates`` () =
    use model = new GhostNetV1(config)
    use trainer = new Trainer(model, options)
    use text = new StringWriter()
    let history = trainer.Fit(data.Train, data.Test, LossMonitor(output = text, writeFile = false), EarlyStopping(patience = 5))

    Assert.Equal(2, history.Epochs.Count)
    Assert.Equal(TrainingOutcome.Completed, history.Outcome)
    Assert.Contains("loss:[", text.ToString())
    history.Epochs |> Seq.iter (fun epoch -> Assert.True(Double.IsFinite epoch.TrainLoss))

    let evaluation = Evaluation.Run(model, data.Test, batchSize = 16, topK = 3, mirrored = true)
    Assert.Equal(40, evaluation.Count)
    Assert.Equal(evaluation.Accuracy, evaluation.PerClass |> Seq.sumBy _.Correct |> (fun right -> float right / 40.0), 12)
    Assert.Equal(40L, evaluation.ConfusionMatrix |> Seq.cast<int64> |> Seq.sum)
    Assert.True(evaluation.TopKAccuracy >= evaluation.Accuracy)

    // Shapes has as many images of each class, so that recall is the accuracy.
    Assert.Equal(evaluation.Accuracy, evaluation.MacroRecall, 12)
    Assert.InRange(evaluation.MacroPrecision, 0.0, 1.0)
    Assert.InRange(evaluation.MacroF1, 0.0, 1.0)
    let first = evaluation.PerClass[0]
    Assert.Equal(Nullable(float first.Correct / float first.Count), first.Recall)
    Assert.All([ first.Precision; first.F1 ], fun value -> Assert.True(not value.HasValue || (value.Value >= 0.0 && value.Value <= 1.0)))
    Assert.InRange(evaluation.Calibration.ExpectedError, 0.0, 1.0)
    Assert.Equal(40L, evaluation.Calibration.Bins |> Seq.sumBy _.Count)
    let bin = evaluation.Calibration.Bins |> Seq.find (fun bin -> bin.Count > 0L)
    Assert.InRange(bin.Confidence.Value, bin.From, bin.To)
    Assert.InRange(bin.Accuracy.Value, 0.0, 1.0)
    Assert.StartsWith("image ", (evaluation.Misclassifications |> Seq.head).Image)

[<Fact>]
let ``a model is summarised`` () =
    use model = new GhostNetV1(GhostNetConfig.Tutorial)
    let summary = ModelSummary.Of(model, 1L, 3L, 32L, 32L)
    Assert.Equal(25_282_354L, summary.Parameters)

    let squeeze =
        summary.Layers
        |> Seq.filter (fun layer -> layer.Type = "SqueezeExcite")
        |> Seq.sumBy _.Parameters

    Assert.Equal(23_990_496L, squeeze)
    Assert.StartsWith("GhostNetV1 on an input of [1, 3, 32, 32]", string summary)

[<Fact>]
let ``training goes on from a checkpoint`` () =
    inFolder (fun folder ->
        use first = new GhostNetV1(config)
        use trainer = new Trainer(first, options)
        let checkpoints = ModelCheckpoint(folder, keep = 2)
        let whole = trainer.Fit(data.Train, data.Test, checkpoints)

        let info = Checkpoint.Find folder
        Assert.Equal(2, info.Epoch)
        Assert.Equal(first.Spec, info.Spec)

        use again = Checkpoint.LoadModel folder
        use resumed = Trainer.Resume(folder, again)
        let history = resumed.Fit(data.Train, data.Test)
        Assert.Equal(whole.Epochs.Count, history.Epochs.Count)
        Assert.Equal(Evaluation.Run(first, data.Test).Loss, Evaluation.Run(again, data.Test).Loss))

/// A callback of one's own.
type private Counter() =
    inherit TrainingCallback()

    member val Steps = 0 with get, set

    override this.OnStepEnd context =
        this.Steps <- this.Steps + 1

        if context.GlobalStep = 3L then
            context.Stop "enough"

[<Fact>]
let ``a callback of one's own stops training`` () =
    use model = new GhostNetV1(config)
    use trainer = new Trainer(model, options)
    let counter = Counter()
    let history = trainer.Fit(data.Train, null, counter, LossMonitor(output = TextWriter.Null, writeFile = false))
    Assert.Equal(3, counter.Steps)
    Assert.Equal("enough", history.Reason)

/// Squared distance to the one-hot labels.
type private Squared() =
    interface ILoss with
        member _.Compute(_, logits, labels) =
            torch.nn.functional.mse_loss (logits, torch.nn.functional.one_hot(labels, logits.size 1).``to`` torch.ScalarType.Float32)

    override _.ToString() = "squared"

/// Plain gradient descent.
type private Descent() =
    interface IOptimizer with
        member _.StateNames = [||]

        member _.Update(slice, learningRate, _) =
            use rate = -learningRate |> Scalar.op_Implicit
            slice.Weights.add_ (slice.Gradients, rate) |> ignore

/// Fraction of images that are taken for class 0.
type private Zeros() =
    interface IMetric with
        member _.Name = "zeros"
        member _.Compute(logits, _) = float (logits.argmax(1L).eq(torch.tensor 0L).sum().item<int64> ()) / float (logits.size 0)

/// A callback that remembers something.
type private Steps() =
    inherit TrainingCallback()
    member val Count = 0L with get, set
    override this.OnStepEnd _ = this.Count <- this.Count + 1L

    interface IStateful with
        member _.StateName = "steps"
        member this.SaveState state = state.Write("count", this.Count)
        member this.LoadState state = this.Count <- state.ReadInt64 "count"

[<Fact>]
let ``parts of one's own are passed again to a resumed training`` () =
    inFolder (fun folder ->
        let halves =
            { new ILearningRateSchedule with
                member _.Multiplier(step, total, _) = if step < total / 2L then 1.0 else 0.5 }

        use model = new GhostNetV1(config)

        let own =
            TrainingOptions(
                Epochs = 2, BatchSize = 16, LearningRate = 0.05, Device = "cpu",
                Loss = Squared(), Optimizer = Descent(), Schedule = halves.WithWarmup 0.5, Metrics = [| Zeros() |])

        use trainer = new Trainer(model, own)
        let split = data.WithValidation(fraction = 0.3, seed = 1)
        let steps = Steps()
        let history = trainer.Fit(split.Train, split.Validation, steps, ModelCheckpoint(folder, metric = TrainingMetric.Of(Zeros())))
        Assert.True((Seq.last history.Epochs).Metrics["zeros"] >= 0.0)

        use again = Checkpoint.LoadModel folder
        let parts = TrainingParts(Loss = Squared(), Optimizer = Descent(), Schedule = halves.WithWarmup 0.5, Metrics = [| Zeros() |])
        use resumed = Trainer.Resume(folder, again, epochs = 3, parts = parts)
        let more = Steps()
        Assert.Equal(3, resumed.Fit(split.Train, split.Validation, more).Epochs.Count)
        Assert.Equal(steps.Count / 2L * 3L, more.Count))

[<Fact>]
let ``losses, optimisers and metrics of the library are written by name`` () =
    use teacher = new GhostNetV1(config)
    use student = new GhostNetV1(config)

    let distilled =
        TrainingOptions(
            Epochs = 1, BatchSize = 16, Device = "cpu", LearningRate = 0.001, Optimizer = AdamWOptimizer(beta2 = 0.99),
            Loss = Distillation(teacher, temperature = 2.0, weight = 0.9, labelLoss = CrossEntropy(labelSmoothing = 0.1)),
            Metrics = [| TopKAccuracy(k = 2); MacroF1() |])

    use trainer = new Trainer(student, distilled)
    let history = trainer.Fit(data.Train, data.Test, EarlyStopping(patience = 3, metric = TrainingMetric.ValidationLoss))
    Assert.Equal<string seq>([ "top-2 accuracy"; "macro F1" ], (Seq.last history.Epochs).Metrics.Keys)
    Assert.Equal("cross-entropy, class weights [1, 2]", string (CrossEntropy(classWeights = [| 1.0; 2.0 |])))
    Assert.Equal("SGD, momentum 0.9, Nesterov", string (SgdOptimizer()))
    Assert.Equal("binary cross-entropy", string (BinaryCrossEntropy()))
    Assert.Equal(2, Evaluation.Run(student, data.Test, metrics = distilled.Metrics).Metrics.Count)
    Assert.Equal(Seq.last history.Epochs, history.BestBy TrainingMetric.ValidationAccuracy)

[<Fact>]
let ``each optimiser trains, with its curves for TensorBoard`` () =
    let optimizers: IOptimizer list = [ AdamOptimizer(beta1 = 0.8); RmsPropOptimizer(momentum = 0.9); LambOptimizer(epsilon = 1e-8) ]

    for optimizer in optimizers do
        inFolder (fun folder ->
            use model = new GhostNetV1(config)
            use trainer = new Trainer(model, TrainingOptions(Epochs = 1, BatchSize = 16, Device = "cpu", LearningRate = 0.001, Optimizer = optimizer, SwaEpochs = 1))
            let table = Path.Combine(folder, "epochs.csv")
            let history = trainer.Fit(data.Train, null, CsvLogger table, TensorBoardLogger(folder, everySteps = 1))
            Assert.Equal(1, trainer.Options.SwaEpochs)
            Assert.All(history.Epochs, (fun epoch -> Assert.True(Double.IsFinite epoch.TrainLoss)))
            Assert.Equal(2, File.ReadAllLines(table).Length)
            Assert.Single(Directory.GetFiles(folder, "*tfevents*")) |> ignore)

[<Fact>]
let ``images are mixed, and pictures have transforms`` () =
    use model = new GhostNetV1(config)
    let mixing = Mixing(mixup = 0.2, cutMix = 1.0)
    use trainer = new Trainer(model, TrainingOptions(Epochs = 1, BatchSize = 16, Mixing = mixing, Device = "cpu"))
    Assert.Equal("mixup 0.2 or cutmix 1", string trainer.Options.Mixing)
    Assert.Equal(1, trainer.Fit(data.Train, null).Epochs.Count)

    let transform = PictureTransform(224, cropFraction = 0.95, interpolation = Interpolation.Bilinear)
    Assert.Equal("224×224, crop fraction 0.95, bilinear", string transform)
    let augmentation = PictureAugmentation(MinArea = 0.35, Brightness = 0.4, Operations = 2, Erasing = 0.25)
    Assert.Equal("crop of 35 to 100 % of the area, flip, brightness 0.4, RandAugment 2 of magnitude 9, erasing 0.25", string augmentation)
    Assert.Throws<ArgumentException>(fun () -> augmentation.View(data.Train, count = 2) |> ignore) |> ignore
