using System.Diagnostics;
using GhostNet.Benchmarks.Running;
using GhostNet.Serving;

namespace GhostNet.Benchmarks.Suites;

/// <summary>Many callers of one <see cref="Predictor"/>, as in a web service: against one caller.</summary>
internal sealed class PredictorSuite() : Suite("predictor")
{
    private const int Pictures = 48, Threads = 32;

    public override void Run(BenchmarkRun run)
    {
        var folder = Directory.CreateTempSubdirectory("ghostnet-predictor");
        try
        {
            PicturesSuite.Draw(folder.FullName, Pictures);
            var pictures = folder.GetFiles("*.jpg", SearchOption.AllDirectories).Select(file => File.ReadAllBytes(file.FullName)).ToList();
            using var predictor = Predictor.Load("ghostnet_cifar_050", new PredictorOptions { Device = "cpu" });
            Measure(run, predictor, pictures, requests: run.IsQuick ? 200 : 10_000, rounds: run.IsQuick ? 1 : 3);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(BenchmarkRun run, Predictor predictor, List<byte[]> pictures, int requests, int rounds)
    {
        var expected = pictures.Select(picture => predictor.Predict(picture).Probabilities).ToList();
        var (wrong, one, many) = (0, new List<double>(), new List<double>());
        Ask(1, requests / 10);
        Ask(Threads, requests / 10);
        var before = Resident();
        for (var round = 0; round < rounds; round++)
        {
            one.Add(Ask(1, requests / 4));
            many.Add(Ask(Threads, requests));
        }

        var after = Resident();
        var (alone, together) = (Interleaved.Median(one), Interleaved.Median(many));
        run.Report.Add(
            $"{Threads} threads, {requests} requests, JPEG 500×375, {wrong} answers wrong",
            PerSecond(together),
            "1 thread",
            PerSecond(alone),
            Report.Invariant($"{together / alone:F2} times as many"));
        run.Report.Add(
            $"resident after {rounds * requests * 5 / 4} requests", Report.Megabytes(after), "before", Report.Megabytes(before), Report.Invariant($"{100.0 * (after - before) / before:+0.00;-0.00} %"));

        double Ask(int threads, int count)
        {
            var next = 0;
            var watch = Stopwatch.StartNew();
            var callers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
            {
                for (int i; (i = Interlocked.Increment(ref next)) <= count;)
                {
                    // A batch of another size may round otherwise.
                    var got = predictor.Predict(pictures[i % pictures.Count]).Probabilities;
                    if (got.Zip(expected[i % pictures.Count]).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-4))
                    {
                        Interlocked.Increment(ref wrong);
                    }
                }
            })).ToList();
            callers.ForEach(caller => caller.Start());
            callers.ForEach(caller => caller.Join());
            return count / watch.Elapsed.TotalSeconds;
        }
    }

    private static string PerSecond(double rate) => Report.Invariant($"{rate:N0} requests/s");

    private static long Resident()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
