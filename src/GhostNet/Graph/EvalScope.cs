using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>Puts a model into evaluation mode until disposed; then every layer has the mode that it had before.</summary>
internal sealed class EvalScope : IDisposable
{
    private readonly List<(nn.Module Module, bool Training)> _before;

    public EvalScope(nn.Module model)
    {
        _before = [.. model.modules().Prepend(model).Select(module => (module, module.training))];
        model.eval();
    }

    /// <summary>Gives each layer its mode back. A parent sets that of its children, so parents go first.</summary>
    public void Dispose()
    {
        foreach (var (module, training) in _before)
        {
            module.train(training);
        }
    }
}
