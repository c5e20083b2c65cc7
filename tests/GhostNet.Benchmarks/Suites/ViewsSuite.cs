using GhostNet.Benchmarks.Running;
using GhostNet.Inspection;
using GhostNet.Interactive;
using TorchSharp;

namespace GhostNet.Benchmarks.Suites;

/// <summary>What a notebook waits for when it shows something, against one pass of libtorch over the same numbers.</summary>
internal sealed class ViewsSuite() : Suite("views")
{
    private const int Large = 100_000_000;

    public override void Run(BenchmarkRun run)
    {
        using var noise = torch.randn(1, 64, 56, 56);
        var maps = FeatureMaps.Of(noise);
        Compare(
            run,
            "64 maps of 56×56",
            [Contender.Of("own", () => maps.View().ToHtml()), Contender.Of("libtorch std", () => noise.std().Dispose())],
            rounds: 9);

        using var values = torch.rand(run.Batch(Large));
        Compare(
            run,
            $"tensor of {values.numel():N0} values",
            [Contender.Of("own", () => values.View().ToHtml()), Contender.Of("libtorch std", () => values.std().Dispose())],
            rounds: 5);
    }
}
