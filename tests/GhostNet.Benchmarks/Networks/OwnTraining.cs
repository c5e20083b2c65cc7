using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Benchmarks.Networks;

/// <summary>The training step of this library's trainer, without the trainer around it.</summary>
internal sealed class OwnTraining : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly FlatParameters _parameters;
    private readonly FlatOptimizer _optimizer;
    private long _step;

    public OwnTraining(nn.Module<Tensor, Tensor> network)
    {
        _network = network;
        _parameters = new FlatParameters(network, PlainTraining.Options.ApplyDecayToAll);
        _optimizer = new FlatOptimizer(_parameters, PlainTraining.Options);
    }

    /// <summary>Forward pass, loss, backward pass, update.</summary>
    public void Step(Tensor images, Tensor labels)
    {
        using (NewDisposeScope())
        {
            _network.train();
            nn.functional.cross_entropy(_network.call(images), labels).backward();
        }

        _optimizer.Step(PlainTraining.Options.LearningRate, _step++);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
    }
}
