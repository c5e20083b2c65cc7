using GhostNet.Benchmarks.Networks;
using GhostNet.Benchmarks.Running;

namespace GhostNet.Benchmarks.Suites;

/// <summary>Whole training steps on a batch that is there already.</summary>
internal sealed class TrainStepSuite() : Suite("train-step")
{
    public override void Run(BenchmarkRun run)
    {
        Measure(run, NetworkCase.Corrected, batch: 128, rounds: 15);
        Measure(run, NetworkCase.Corrected, batch: 1024, rounds: 5);
        Measure(run, NetworkCase.Tutorial, batch: 128, rounds: 15);
        if (run.Python is null)
        {
            run.Report.Skip("PyTorch", PythonChild.WhyMissing);
        }
    }

    private static void Measure(BenchmarkRun run, NetworkCase network, int batch, int rounds)
    {
        batch = run.Batch(batch);
        using var compared = new ComparedNetwork(network);
        var others = compared.Others(run, "train", batch);
        using var images = compared.Images(batch);
        using var labels = compared.Labels(batch);
        using var own = new OwnTraining(compared.Own);
        Compare(run, $"{network.Name}, batch {batch}", [Contender.Of("own", () => own.Step(images, labels)), .. others], rounds);
    }
}
