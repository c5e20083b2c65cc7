using static TorchSharp.torch;

namespace GhostNet.Prediction;

/// <summary>A stand-in until prediction runs on the graph.</summary>
internal sealed class OptimizedNetwork(nn.Module<Tensor, Tensor> network) : nn.Module<Tensor, Tensor>(nameof(OptimizedNetwork))
{
    public override Tensor forward(Tensor input)
    {
        using var noGradient = no_grad();
        var training = network.training;
        network.eval();
        var logits = network.call(input);
        network.train(training);
        return logits;
    }
}
