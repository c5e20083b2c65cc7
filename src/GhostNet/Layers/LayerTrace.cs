using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>Tells a listener about layers whose parent computes them itself, so that their forward hooks never run.</summary>
/// <remarks>Costs one comparison when nobody listens.</remarks>
internal static class LayerTrace
{
    [ThreadStatic]
    private static Action<nn.Module, Tensor, Tensor>? t_listener;

    /// <summary>Says that <paramref name="layer"/> was used; returns <paramref name="output"/>.</summary>
    public static Tensor Report(nn.Module layer, Tensor input, Tensor output)
    {
        t_listener?.Invoke(layer, input, output);
        return output;
    }

    /// <summary>Hears of the layers that this thread computes, until the result is disposed.</summary>
    public static IDisposable Listen(Action<nn.Module, Tensor, Tensor> listener)
    {
        var before = t_listener;
        t_listener = listener;
        return new Subscription(before);
    }

    private sealed class Subscription(Action<nn.Module, Tensor, Tensor>? before) : IDisposable
    {
        public void Dispose() => t_listener = before;
    }
}
