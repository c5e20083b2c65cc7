using GhostNet.Benchmarks.Running;

namespace GhostNet.Benchmarks.Suites;

/// <summary>From the start of a process to its first finished training step.</summary>
internal sealed class StartupSuite() : Suite("startup")
{
    public override void Run(BenchmarkRun run)
    {
        const string bare = "libtorch, one convolution and its gradient";
        var medians = run.Time([Starter("trainer", ChildTasks.StartTraining), Starter(bare, ChildTasks.StartBare)], rounds: 9, seconds: 0);
        run.Report.Add(
            "process start to the end of the first step with the trainer, batch 128",
            Report.Milliseconds(medians[0]),
            bare,
            Report.Milliseconds(medians[1]),
            Report.Invariant($"{medians[0] / medians[1]:F2} of the time"));
    }

    private static Contender Starter(string name, string task) => new(name, _ => [ChildProcess.TimeUntilDone(task)]);
}
