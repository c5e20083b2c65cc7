using GhostNet.Benchmarks.Networks;
using GhostNet.Benchmarks.Running;

namespace GhostNet.Benchmarks.Suites;

/// <summary>Predicting one image.</summary>
internal sealed class LatencySuite() : Suite("latency")
{
    public override void Run(BenchmarkRun run)
    {
        foreach (var network in new[] { NetworkCase.Corrected, NetworkCase.Tutorial })
        {
            using var compared = new ComparedNetwork(network);
            using var optimized = compared.Own.Optimized();
            using var image = compared.Images(1);
            Compare(run, $"{network.Name}, one image", Prediction.Contenders(run, compared, optimized, image), rounds: 15, seconds: 0.1);
        }

        if (run.Python is null)
        {
            run.Report.Skip("PyTorch", PythonChild.WhyMissing);
        }
    }
}
