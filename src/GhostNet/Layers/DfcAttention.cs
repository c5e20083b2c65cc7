using GhostNet.Graph;
using GhostNet.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>
/// Attention with a long reach: a gate for every pixel of every map. On maps of half the size, each pixel gathers from its row
/// and then from its column.
/// </summary>
/// <remarks>
/// "Decoupled fully connected" attention. Source: Tang et al., NeurIPS 2022 (arXiv 2211.12905), section 3.2, equations 4 to 6;
/// as in the authors' code, the two steps are depthwise convolutions of 1×5 and 5×1. Their names are theirs, 0 to 5.
/// </remarks>
public sealed class DfcAttention : DescribedModule
{
    private const int Reach = 5;

    private readonly nn.Module<Tensor, Tensor>[] _layers;

    /// <summary>Creates the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the gates.</param>
    public DfcAttention(int inChannels, int outChannels)
        : base(nameof(DfcAttention))
    {
        (InChannels, OutChannels) = (inChannels, outChannels);
        _layers =
        [
            new Conv(inChannels, outChannels),
            new BatchNormAct(outChannels),
            Depthwise(outChannels, height: 1, width: Reach),
            new BatchNormAct(outChannels),
            Depthwise(outChannels, height: Reach, width: 1),
            new BatchNormAct(outChannels),
        ];
        for (var i = 0; i < _layers.Length; i++)
        {
            register_module($"{i}", _layers[i]);
        }
    }

    /// <summary>Channels of the input.</summary>
    internal int InChannels { get; }

    /// <summary>Channels of the gates.</summary>
    internal int OutChannels { get; }

    /// <summary>Maps <c>[N, inChannels, H, W]</c> to gates between 0 and 1, <c>[N, outChannels, H, W]</c>.</summary>
    /// <param name="input">The input; the caller keeps it.</param>
    /// <returns>The gates; the caller's dispose scope owns them.</returns>
    /// <exception cref="ArgumentException">The tensor has another shape, type or device, or a map has a single row or column, and so no half.</exception>
    public override Tensor forward(Tensor input)
    {
        InputCheck.Maps(input, this, InChannels, ((Conv)_layers[0]).Weight);
        long[] size = [input.size(2), input.size(3)];
        if (size.Min() < 2)
        {
            throw new ArgumentException(
                $"Attention halves maps, and [{string.Join(", ", input.shape)}] has maps of {size[0]}×{size[1]}: take larger images.",
                nameof(input));
        }

        return base.forward(input);
    }

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input) =>
        on.ResizeTo(on.Sigmoid(_layers.Aggregate(on.AveragePool(input, 2), (x, layer) => on.Apply(layer, x))), input);

    private static Conv2d Depthwise(int channels, int height, int width) => nn.Conv2d(
        channels, channels, (height, width), padding: (height / 2, width / 2), groups: channels, bias: false);
}
