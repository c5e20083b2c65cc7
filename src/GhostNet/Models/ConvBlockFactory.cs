using GhostNet.Layers;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>Makes the 3×3 blocks of a network that exists in two forms: plain convolutions, or Ghost modules of the same shape.</summary>
/// <param name="Ratio">1 for the convolution; otherwise maps per intrinsic map (<c>s</c> in the GhostNet paper).</param>
/// <param name="DwSize">Kernel of the cheap operation (<c>d</c>).</param>
internal sealed record ConvBlockFactory(int Ratio, int DwSize)
{
    private const string RatioOption = "ratio", DwSizeOption = "dwSize";

    /// <summary>A convolution and a batch norm.</summary>
    private const int TensorsPerBlock = 6;

    /// <summary>The convolution.</summary>
    public static ConvBlockFactory Plain { get; } = new(Ratio: 1, DwSize: 1);

    /// <summary>The factory for a spec.</summary>
    public static ConvBlockFactory Of(ModelSpec spec) => spec.Options.ContainsKey(RatioOption) ? new(spec.Whole(RatioOption), spec.Whole(DwSizeOption)) : Plain;

    /// <summary>The spec of a network of its blocks.</summary>
    public ModelSpec Spec(string name, int classes, int inputChannels) =>
        new ModelSpec(name, classes, inputChannels).With(RatioOption, Ratio).With(DwSizeOption, DwSize);

    /// <summary>What is registered for a twin.</summary>
    public static ModelEntry Entry(ModelSpec defaults, string description, Func<ModelSpec, ConvBlockFactory, NetworkSize> leastSize, Func<ModelSpec, ImageClassifier> create) =>
        new(defaults, create)
        {
            Description = description,
            Check = spec => ConfigCheck.Check(spec, Of(spec)),
            LeastSize = spec => leastSize(spec, Of(spec)),
        };

    /// <summary>A lower bound of the size of a network.</summary>
    /// <param name="inputChannels">Channels of the images.</param>
    /// <param name="firstChannels">Channels after the first block.</param>
    /// <param name="channels">Channels after all blocks, added up.</param>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="head">Numbers of the linear layers.</param>
    public NetworkSize LeastSize(int inputChannels, int firstChannels, int channels, int blocks, double head)
    {
        // At least half of the maps of a Ghost module are ghosts, each with a kernel of its own.
        var first = 9.0 * inputChannels * Math.Max(1, firstChannels / Math.Max(1, Ratio));
        var ghosts = Ratio > 1 ? channels / 4.0 * DwSize * DwSize : 0;
        return new NetworkSize(first + ghosts + head, TensorsPerBlock * blocks);
    }

    /// <summary>Makes a block, with batch normalisation; the network owns it.</summary>
    public nn.Module<Tensor, Tensor> Create(int inChannels, int outChannels, int stride = 1, bool relu = true) => Ratio == 1
        ? new ConvBnAct(inChannels, outChannels, kernelSize: 3, stride, relu)
        : new GhostModule(inChannels, outChannels, kernelSize: 3, Ratio, DwSize, stride, relu);
}
