using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Benchmarks.Networks;

/// <summary>A training step with TorchSharp's own optimiser. It does free its tensors: without that the memory would not last.</summary>
internal sealed class PlainTraining : IDisposable
{
    private const double Momentum = 0.9;

    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly optim.Optimizer _optimizer;

    public PlainTraining(nn.Module<Tensor, Tensor> network)
    {
        _network = network;
        _optimizer = optim.SGD(
            network.parameters(), Options.LearningRate, Momentum, weight_decay: Options.WeightDecay, nesterov: true);
    }

    /// <summary>How everybody trains here; so slowly that the weights stay good.</summary>
    public static TrainingOptions Options { get; } = new()
    {
        LearningRate = 1e-4,
        Optimizer = new SgdOptimizer(Momentum, nesterov: true),
        WeightDecay = 5e-4,
        ApplyDecayToAll = true,
    };

    /// <summary>Forward pass, loss, backward pass, update.</summary>
    public void Step(Tensor images, Tensor labels)
    {
        using var scope = NewDisposeScope();
        _network.train();
        _optimizer.zero_grad();
        nn.functional.cross_entropy(_network.call(images), labels).backward();
        _optimizer.step();
    }

    public void Dispose() => _optimizer.Dispose();
}
