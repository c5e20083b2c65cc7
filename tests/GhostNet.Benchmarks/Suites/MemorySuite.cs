using System.Globalization;
using GhostNet.Benchmarks.Running;

namespace GhostNet.Benchmarks.Suites;

/// <summary>Whether memory grows while training, and how much of it a step takes. Each measurement has a process of its own.</summary>
internal sealed class MemorySuite() : Suite("memory")
{
    /// <summary>Start-up is over then: every size of batch was seen and the runtime has compiled its code.</summary>
    public const int FirstLook = 100;

    /// <summary>Every so often the trainer begins an epoch.</summary>
    public const int StepsPerEpoch = 50;

    public override void Run(BenchmarkRun run)
    {
        var steps = run.IsQuick ? FirstLook + StepsPerEpoch : 2000;
        var numbers = Numbers(ChildProcess.Run(ChildTasks.TrainLong, steps.ToString(CultureInfo.InvariantCulture)));
        run.Report.Add(
            $"resident after {steps} steps with the trainer, batch 32",
            Report.Megabytes(numbers[2]),
            $"after {FirstLook} steps",
            Report.Megabytes(numbers[0]),
            Report.Invariant($"{100.0 * (numbers[2] - numbers[0]) / numbers[0]:+0.00;-0.00} %"));
        run.Report.Add(
            $"live tensors after {steps} steps", $"{numbers[3]}", $"after {FirstLook} steps", $"{numbers[1]}", $"{numbers[3] - numbers[1]:+0;-0;0}");

        var batch = run.Batch(1024).ToString(CultureInfo.InvariantCulture);
        var own = Numbers(ChildProcess.Run(ChildTasks.PeakOwn, batch))[0];
        var plain = Numbers(ChildProcess.Run(ChildTasks.PeakPlain, batch))[0];
        run.Report.Add(
            $"peak of three training steps, batch {batch}", Report.Megabytes(own), "plain TorchSharp", Report.Megabytes(plain), Report.Invariant($"{(double)own / plain:F2} of it"));
    }

    private static long[] Numbers(IReadOnlyList<string> lines) =>
        [.. lines[^1].Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
}
