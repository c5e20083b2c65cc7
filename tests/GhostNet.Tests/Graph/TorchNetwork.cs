using GhostNet.Graph;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Graph;

/// <summary>A network of TorchSharp's layers, put together in one description.</summary>
internal sealed class TorchNetwork : DescribedModule
{
    private readonly Sequential stem;
    private readonly Sequential body;
    private readonly AdaptiveAvgPool2d means;
    private readonly Conv2d squeeze;
    private readonly Conv2d expand;
    private readonly Sequential head;

    public TorchNetwork(nn.Module<Tensor, Tensor>? last = null)
        : base(nameof(TorchNetwork))
    {
        stem = nn.Sequential(nn.Conv2d(3, 16, 3, padding: 1, bias: false), nn.BatchNorm2d(16), nn.Hardswish(), nn.MaxPool2d(2));
        body = nn.Sequential(
            nn.Conv2d(16, 16, 3, padding: 1, groups: 16), nn.BatchNorm2d(16), nn.ReLU6(), nn.Conv2d(16, 16, 1), nn.BatchNorm2d(16), nn.SiLU());
        means = nn.AdaptiveAvgPool2d(1);
        squeeze = nn.Conv2d(16, 4, 1);
        expand = nn.Conv2d(4, 16, 1);
        head = nn.Sequential(nn.AvgPool2d(2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(), nn.Linear(16, 10), last ?? nn.Identity());
        RegisterComponents();
    }

    public override T Describe<T>(Operations<T> on, T input)
    {
        var x = on.Apply(stem, input);
        var y = on.Add(x, on.Apply(body, x));
        var gates = on.Sigmoid(on.Apply(expand, on.Relu(on.Apply(squeeze, on.Apply(means, y)))));
        return on.Apply(head, on.Add(on.Multiply(y, gates), x));
    }
}
