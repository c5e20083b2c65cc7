using GhostNet.Benchmarks.Networks;
using GhostNet.Benchmarks.Running;
using static TorchSharp.torch;

namespace GhostNet.Benchmarks.Suites;

/// <summary>Predicting a batch, as the suites <c>inference</c> and <c>latency</c> do.</summary>
internal static class Prediction
{
    /// <summary>This library's optimised network first, then those that it is compared with.</summary>
    public static IReadOnlyList<Contender> Contenders(BenchmarkRun run, ComparedNetwork compared, nn.Module<Tensor, Tensor> optimized, Tensor images)
    {
        compared.Compare("the optimised network", optimized);
        var others = compared.Others(run, "predict", (int)images.size(0));
        compared.Own.eval();
        return [Of("optimised", optimized), Of("GhostNetV1 as trained", compared.Own), .. others];

        Contender Of(string name, nn.Module<Tensor, Tensor> network) => Contender.Of(name, () => ComparedNetwork.Predict(network, images));
    }
}
