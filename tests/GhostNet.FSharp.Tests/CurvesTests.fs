/// Views of trainings, models and evaluations as an F# programmer meets them.
module GhostNet.FSharp.Tests.CurvesTests

open GhostNet.Inspection
open GhostNet.Metrics
open System
open GhostNet.Data
open GhostNet.Interactive
open GhostNet.Models
open GhostNet.Training
open GhostNet.FSharp.Tests.Samples
open Xunit

let private data = Shapes.Create(train = 64, test = 40, seed = 5)

[<Fact>]
let ``a training, its model and its evaluation show themselves`` () =
    use model = new GhostNetV1(config)
    use trainer = new Trainer(model, TrainingOptions(Epochs = 2, BatchSize = 16, Seed = 7, Device = "cpu"))

    let history =
        trainer.Fit(data.Train, data.Test, LiveCurves(), ProgressReporter(NotebookProgress()))

    let curves = history.View()
    Assert.Contains("best validation accuracy", curves.ToHtml())
    Assert.Equal(history.ToString().TrimEnd(), string curves)

    Assert.Contains("cdn.plot.ly", history.View(interactive = true).ToHtml())

    let summary = model.View(1L, 3L, 32L, 32L)
    Assert.Contains("multiply-adds", summary.ToHtml())
    Assert.DoesNotContain("multiply-adds", model.View().ToHtml())

    let evaluation = Evaluation.Run(model, data.Test)
    Assert.Contains("Confusion matrix", evaluation.View(data.Test, mistakes = 5).ToHtml())
    Assert.StartsWith("Shapes", string (evaluation.View()))
    Assert.Contains("macro F1", history.Beside(history, "one", "other", evaluation, evaluation).ToHtml())
    Assert.Contains("epochs", string (history.Beside history))

[<Fact>]
let ``a report of the progress is a bar`` () =
    let progress =
        TrainingProgress(1, 2, 5, 10, 5L, 20L, 0.5, 0.8, Nullable(), 0.1, 1000.0, TimeSpan.FromSeconds 3.0, Nullable(), false)

    Assert.Contains("aria-valuenow=\"25.0\"", progress.View().ToHtml())
