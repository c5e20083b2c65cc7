using System.Diagnostics;
using System.Text.Json.Nodes;
using GhostNet.Benchmarks.Networks;
using GhostNet.Benchmarks.Plain;
using GhostNet.Benchmarks.Running;
using GhostNet.Data;
using GhostNet.Models;
using TorchSharp;

namespace GhostNet.Benchmarks.Suites;

/// <summary>Making batches: crop, mirror, normalise; and what training waits for them.</summary>
internal sealed class InputPipelineSuite() : Suite("input-pipeline")
{
    private const int BatchSize = 128;
    private const int ImageCount = 78 * BatchSize;

    public override void Run(BenchmarkRun run)
    {
        var images = run.Images(ImageCount);
        using var loader = new BatchLoader(images, BatchSize, Augmentation.Standard, shuffle: true);
        var scalar = new ScalarEpoch(images);
        scalar.Compare(loader);

        // The loader fills its batches on one thread; the loop that takes them does nothing.
        List<Contender> contenders =
        [
            Contender.Of("own", () => Drain(loader)),
            Contender.Of("scalar C# loop", scalar.Run),
        ];
        const string chain = "torchvision's transforms";
        if (run.Python is { } python)
        {
            var request = new JsonObject { ["do"] = "pipeline", ["images"] = 2 * BatchSize, ["seconds"] = 0 };
            if (python.Ask(request.DeepClone().AsObject())["missing"] is { } missing)
            {
                run.Report.Skip(chain, $"Python has no {missing} (on Debian: apt install python3-torchvision)");
            }
            else
            {
                contenders.Add(new(chain, seconds =>
                {
                    request["seconds"] = seconds;
                    return [1000 * ImageCount / (double)python.Ask(request.DeepClone().AsObject())["images_per_second"]!];
                }));
            }
        }
        else
        {
            run.Report.Skip(chain, PythonChild.WhyMissing);
        }

        var medians = run.Time(contenders, rounds: 15, seconds: 0.2);
        foreach (var (baseline, median) in contenders.Zip(medians).Skip(1))
        {
            run.Report.Add(
                "one core, crop, flip and normalise", PerSecond(medians[0]), baseline.Name, PerSecond(median), Report.Invariant($"{median / medians[0]:F1} times as fast"));
        }

        MeasureWaiting(run, images);
    }

    private static void Drain(BatchLoader loader)
    {
        foreach (var _ in loader.Epoch(0))
        {
        }
    }

    /// <summary>How much of its time a training stands still for want of images.</summary>
    private static void MeasureWaiting(BenchmarkRun run, ImageDataset images)
    {
        using var model = new GhostNetV1(NetworkCase.Corrected.Config);
        using var training = new OwnTraining(model);
        using var loader = new BatchLoader(images, BatchSize, Augmentation.Standard, shuffle: true);
        TimeSpan waiting = default;
        var watch = Stopwatch.StartNew();
        using var batches = loader.Epoch(0).GetEnumerator();
        for (var step = 0; step < (run.IsQuick ? 3 : loader.BatchesPerEpoch); step++)
        {
            var before = watch.Elapsed;
            batches.MoveNext();
            waiting += watch.Elapsed - before;
            training.Step(batches.Current.Images, batches.Current.Labels);
        }

        run.Report.Add(
            $"training waits for data, {NetworkCase.Corrected.Name}, batch {BatchSize}",
            Report.Milliseconds(waiting.TotalMilliseconds),
            "the whole time",
            Report.Milliseconds(watch.Elapsed.TotalMilliseconds),
            Report.Invariant($"{100 * (waiting / watch.Elapsed):F2} %"));
    }

    private static string PerSecond(double milliseconds) => Report.Invariant($"{1000 * ImageCount / milliseconds:N0} images/s");

    /// <summary>The epoch of a loader, made by <see cref="ScalarLoader"/>.</summary>
    private sealed class ScalarEpoch(ImageDataset images)
    {
        private readonly float[] _batch = new float[BatchSize * images.ImageSize];

        public void Run()
        {
            for (var first = 0; first < ImageCount; first += BatchSize)
            {
                for (var i = 0; i < BatchSize; i++)
                {
                    var place = AugmentationParameters.Draw(first + i, images, Augmentation.Standard, seed: 0, epoch: 0, first + i);
                    ScalarLoader.Write(images, place, _batch, i * images.ImageSize);
                }
            }
        }

        /// <summary>Makes sure that both make the same of the last batch of an epoch that is not shuffled.</summary>
        public void Compare(BatchLoader shuffled)
        {
            Run();
            using var loader = new BatchLoader(shuffled.Dataset, BatchSize, Augmentation.Standard);
            using var expected = torch.tensor(_batch);
            using var scope = torch.NewDisposeScope();
            var difference = (loader.Epoch(0, loader.BatchesPerEpoch - 1).Single().Images.flatten() - expected).abs().max().item<float>();
            if (!(difference < 1e-4))
            {
                throw new InvalidOperationException($"The scalar loop makes other images (difference {difference}), so its time would mean nothing.");
            }
        }
    }
}
