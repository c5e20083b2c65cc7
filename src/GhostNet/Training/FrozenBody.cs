using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>The body of a network, which can be frozen: all layers but its head.</summary>
internal sealed class FrozenBody
{
    private readonly Parameter[] _weights;
    private readonly nn.Module[] _layers;

    /// <summary>Finds the body.</summary>
    /// <param name="model">The network.</param>
    /// <param name="parameters">Knows what is of its body.</param>
    public FrozenBody(nn.Module model, FlatParameters parameters)
    {
        _weights = [.. model.named_parameters().Where(item => parameters.IsOfBody(item.name)).Select(item => item.parameter)];

        // Batch normalisation, by whatever name.
        _layers = [.. model.modules().Where(static layer => layer.named_buffers(recurse: false).Any() && !layer.children().Any())];
    }

    /// <summary>Freezes weights and statistics until the result is disposed, which gives everything back as it was.</summary>
    public IDisposable Freeze() => new Scope(
        Array.FindAll(_weights, static weight => weight.requires_grad),
        Array.FindAll(_layers, static layer => layer.training));

    private sealed class Scope : IDisposable
    {
        private readonly Parameter[] _weights;
        private readonly nn.Module[] _layers;

        public Scope(Parameter[] weights, nn.Module[] layers)
        {
            (_weights, _layers) = (weights, layers);
            Set(isFrozen: true);
        }

        public void Dispose() => Set(isFrozen: false);

        private void Set(bool isFrozen)
        {
            foreach (var weight in _weights)
            {
                weight.requires_grad = !isFrozen;
            }

            foreach (var layer in _layers)
            {
                layer.train(!isFrozen);
            }
        }
    }
}
