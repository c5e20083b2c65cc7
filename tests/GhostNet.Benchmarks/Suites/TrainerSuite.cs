using System.Diagnostics;
using GhostNet.Benchmarks.Networks;
using GhostNet.Benchmarks.Running;
using GhostNet.Data;
using GhostNet.Interactive;
using GhostNet.Interactive.Hosts;
using GhostNet.Interactive.Views;
using GhostNet.Models;
using GhostNet.Training;
using TorchSharp;

namespace GhostNet.Benchmarks.Suites;

/// <summary>The trainer with every callback, against a bare loop over the same model, batches and updates.</summary>
internal sealed class TrainerSuite() : Suite("trainer")
{
    private const int BatchSize = 128;

    public override void Run(BenchmarkRun run)
    {
        var steps = run.IsQuick ? 4 : 200;
        var images = run.Images(steps * BatchSize);
        var folder = Directory.CreateTempSubdirectory("ghostnet-benchmark-").FullName;
        try
        {
            using var trained = new GhostNetV1(NetworkCase.Corrected.Config);
            using var bare = new GhostNetV1(NetworkCase.Corrected.Config);
            var medians = run.Time(
                [
                    new("Trainer with all callbacks", _ => [WithTrainer(trained, images, folder)]),
                    new("bare loop", _ => [BareLoop(bare, images)]),
                ],
                rounds: 5,
                seconds: 0);
            var (own, loop) = (medians[0], medians[1]);
            run.Report.Add(
                $"{NetworkCase.Corrected.Name}, batch {BatchSize}, {steps} steps with every callback and a checkpoint",
                Report.Milliseconds(own),
                "bare loop",
                Report.Milliseconds(loop),
                Report.Invariant($"{own / loop:F3} of the time"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double WithTrainer(GhostNetV1 model, ImageDataset images, string folder)
    {
        folder = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString())).FullName; // No turn finds the checkpoint of another.
        using var trainer = new Trainer(model, PlainTraining.Options with { Epochs = 1, BatchSize = BatchSize, Device = "cpu" });
        var watch = Stopwatch.StartNew();
        trainer.Fit(
            images,
            null,
            new LossMonitor(logFile: Path.Combine(folder, "training.log"), output: TextWriter.Null),
            new ProgressReporter(new Ignored()),
            new ModelCheckpoint(folder),
            new EarlyStopping(metric: TrainingMetric.TrainLoss),
            new CsvLogger(Path.Combine(folder, "training.csv")),
            new TensorBoardLogger(Path.Combine(folder, "tensorboard")),
            new LiveCurves(() => new Drawn()));
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double BareLoop(GhostNetV1 model, ImageDataset images)
    {
        using var training = new OwnTraining(model);
        var watch = Stopwatch.StartNew();
        using var loader = new BatchLoader(images, BatchSize, Augmentation.Standard, shuffle: true, device: torch.CPU);
        foreach (var batch in loader.Epoch(0))
        {
            training.Step(batch.Images, batch.Labels);
        }

        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>Draws as a notebook does, and shows it to nobody.</summary>
    private sealed class Drawn : ILiveDisplay
    {
        public void Update(View view) => view.ToHtml();

        public void Dispose()
        {
        }
    }

    private sealed class Ignored : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
        }
    }
}
