using GhostNet.Graph;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Graph;

/// <summary>A network with batch normalisation after everything that is not a convolution: images, pooling, sums and the means of maps.</summary>
internal sealed class NormalizedNetwork : DescribedModule
{
    private readonly Sequential stem;
    private readonly Sequential body;
    private readonly Sequential joined;
    private readonly Sequential head;

    public NormalizedNetwork()
        : base(nameof(NormalizedNetwork))
    {
        stem = nn.Sequential(nn.BatchNorm2d(3), nn.Conv2d(3, 16, 3, padding: 1), nn.MaxPool2d(2), nn.BatchNorm2d(16), nn.ReLU());
        body = nn.Sequential(nn.Conv2d(16, 16, 3, padding: 1), nn.SiLU(), nn.BatchNorm2d(16));
        joined = nn.Sequential(nn.BatchNorm2d(16), nn.AvgPool2d(2), nn.BatchNorm2d(16));
        head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.BatchNorm2d(16), nn.ReLU(), nn.Flatten(), nn.Linear(16, 10));
        RegisterComponents();
    }

    public override T Describe<T>(Operations<T> on, T input)
    {
        var x = on.Apply(stem, input);
        return on.Apply(head, on.Apply(joined, on.Add(x, on.Apply(body, x))));
    }
}
