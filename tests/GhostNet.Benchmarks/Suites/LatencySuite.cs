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
            using var pair = new NetworkPair(network);
            using var optimized = pair.Own.Optimized();
            using var image = pair.Images(1);
            Compare(run, $"{network.Name}, one image", Prediction.Contenders(run, pair, optimized, image), rounds: 15, seconds: 0.1);
        }

        if (run.Python is null)
        {
            run.Report.Skip("PyTorch", PythonChild.WhyMissing);
        }
    }
}
