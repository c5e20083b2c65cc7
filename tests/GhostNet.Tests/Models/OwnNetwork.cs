using GhostNet.Graph;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Models;

/// <summary>A network as a user of the library writes it.</summary>
internal sealed class OwnNetwork : ImageClassifier
{
    private readonly ConvBnAct conv;
    private readonly Dropout dropout;
    private readonly Linear linear;

    public OwnNetwork(int classes = 4, int inputChannels = 3, int channels = 8)
        : base(new ModelSpec("own_network", classes, inputChannels).With("channels", channels))
    {
        conv = new ConvBnAct(inputChannels, channels, 3, 2);
        dropout = nn.Dropout(0.2);
        linear = nn.Linear(channels, classes);
        RegisterComponents();
    }

    /// <summary>The one call that makes it known.</summary>
    public static void Register() => ModelRegistry.Register(new ModelEntry(
        new ModelSpec("own_network", classes: 4).With("channels", 8), spec => new OwnNetwork(spec.Classes, spec.InputChannels, spec.Whole("channels")))
    {
        Description = "One convolution",
        Height = 8,
        Width = 8,
    });

    public override T Describe<T>(Operations<T> on, T input) =>
        on.Apply(linear, on.Apply(dropout, on.GlobalAveragePool(on.Apply(conv, input))));
}
