using System.Globalization;
using GhostNet.Benchmarks.Running;

namespace GhostNet.Benchmarks.Suites;

/// <summary>From the start of a process to its first finished training step.</summary>
internal sealed class StartupSuite() : Suite("startup")
{
    public override void Run(BenchmarkRun run)
    {
        // In a step of 128 images arithmetic is most of the time; in one of 16 it is what has to be set up.
        foreach (var batch in new[] { 16, 128 })
        {
            var images = batch.ToString(CultureInfo.InvariantCulture);
            Contender[] contenders =
            [
                Starter("trainer", ChildTasks.StartTraining, images),
                Starter("libtorch, one convolution and its gradient", ChildTasks.StartBare),
                Starter("plain TorchSharp", ChildTasks.StartPlain, images),
            ];
            var medians = run.Time(contenders, rounds: 9, seconds: 0);
            foreach (var (contender, median) in contenders.Zip(medians).Skip(1))
            {
                run.Report.Add(
                    $"process start to the end of the first step with the trainer, batch {images}",
                    Report.Milliseconds(medians[0]),
                    contender.Name,
                    Report.Milliseconds(median),
                    Report.Invariant($"{medians[0] / median:F2} of the time"));
            }
        }
    }

    private static Contender Starter(string name, string task, params string[] arguments) =>
        new(name, _ => [ChildProcess.TimeUntilDone(task, arguments)]);
}
