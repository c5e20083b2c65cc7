using GhostNet.Benchmarks.Networks;
using GhostNet.Benchmarks.Running;

namespace GhostNet.Benchmarks.Suites;

/// <summary>Predicting many images at a time.</summary>
internal sealed class InferenceSuite() : Suite("inference")
{
    public override void Run(BenchmarkRun run)
    {
        Measure(run, NetworkCase.Corrected, batch: 128, rounds: 15);
        Measure(run, NetworkCase.Corrected, batch: 1024, rounds: 7);
        Measure(run, NetworkCase.Tutorial, batch: 128, rounds: 9);
        if (run.Python is null)
        {
            run.Report.Skip("PyTorch", PythonChild.WhyMissing);
        }
    }

    private static void Measure(BenchmarkRun run, NetworkCase network, int batch, int rounds)
    {
        batch = run.Batch(batch);
        using var compared = new ComparedNetwork(network);
        using var optimized = compared.Own.Optimized();
        using var images = compared.Images(batch);
        Compare(run, $"{network.Name}, batch {batch}", Prediction.Contenders(run, compared, optimized, images), rounds);
    }
}
