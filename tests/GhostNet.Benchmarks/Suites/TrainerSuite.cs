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
            if (!run.IsQuick)
            {
                Round(trained, bare, images, folder); // It does not count: much is compiled in it.
            }

            var rounds = Enumerable.Range(0, run.IsQuick ? 1 : 8).Select(_ => Round(trained, bare, images, folder)).ToList();
            run.Report.Add(
                $"{NetworkCase.Corrected.Name}, batch {BatchSize}, {steps} steps with every callback and a checkpoint",
                Report.Milliseconds(Interleaved.Median([.. rounds.Select(round => round.Trainer)])),
                "bare loop",
                Report.Milliseconds(Interleaved.Median([.. rounds.Select(round => round.Loop)])),
                Report.Invariant($"{Interleaved.Median([.. rounds.Select(round => round.Trainer / round.Loop)]):F3} of the time"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>An epoch of both, in milliseconds.</summary>
    private static (double Trainer, double Loop) Round(GhostNetV1 trained, GhostNetV1 bare, ImageDataset images, string folder)
    {
        folder = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString())).FullName; // No round finds the checkpoint of another.
        var watch = Stopwatch.StartNew();
        using var loop = new BareLoop(bare, images);
        using var trainer = new Trainer(trained, PlainTraining.Options with { Epochs = 1, BatchSize = BatchSize, Device = "cpu" });
        trainer.Fit(
            images,
            null,
            new LossMonitor(logFile: Path.Combine(folder, "training.log"), output: TextWriter.Null),
            new ProgressReporter(new Ignored()),
            new ModelCheckpoint(folder),
            new EarlyStopping(metric: TrainingMetric.TrainLoss),
            new CsvLogger(Path.Combine(folder, "training.csv")),
            new TensorBoardLogger(Path.Combine(folder, "tensorboard")),
            new LiveCurves(() => new Drawn(), new TrainersClock(loop)),
            loop);
        return ((watch.Elapsed - loop.Time).TotalMilliseconds, loop.Time.TotalMilliseconds);
    }

    /// <summary>
    /// A loop of one's own, which makes its step whenever the trainer has made one: of what the machine does besides,
    /// each meets as much as the other.
    /// </summary>
    private sealed class BareLoop : TrainingCallback, IDisposable
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private readonly OwnTraining _training;
        private readonly BatchLoader _loader;
        private readonly IEnumerator<Batch> _batches;

        public BareLoop(GhostNetV1 model, ImageDataset images)
        {
            _training = new OwnTraining(model);
            _loader = new BatchLoader(images, BatchSize, Augmentation.Standard, shuffle: true, device: torch.CPU);
            _batches = _loader.Epoch(0).GetEnumerator();
            _watch.Stop();
        }

        /// <summary>The time for which it worked.</summary>
        public TimeSpan Time => _watch.Elapsed;

        public override void OnStepEnd(TrainingContext context)
        {
            _watch.Start();
            _batches.MoveNext();
            _training.Step(_batches.Current.Images, _batches.Current.Labels);
            _watch.Stop();
        }

        public void Dispose()
        {
            _batches.Dispose();
            _loader.Dispose();
            _training.Dispose();
        }
    }

    /// <summary>It stands while the bare loop works, or the trainer would draw twice as many pictures in its time.</summary>
    private sealed class TrainersClock(BareLoop loop) : TimeProvider
    {
        public override long GetTimestamp() => base.GetTimestamp() - loop.Time.Ticks * (TimestampFrequency / TimeSpan.TicksPerSecond);
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
