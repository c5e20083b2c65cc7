using GhostNet.Graph;
using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>
/// Convolutions of the same input that are added, each with a batch normalisation of its own. They train better than a single
/// one; for prediction they are merged into one.
/// </summary>
/// <remarks>
/// Beside the convolutions of the wanted size there is one of 1×1 and, if the maps keep their number and size, a batch normalisation
/// without a convolution. It is not a layer: the branches belong to the layer that has them, which gives them the names of the authors' code.
/// Source: GhostNetV3 paper (arXiv 2404.11202), on re-parameterization.
/// </remarks>
internal sealed class ConvBranches
{
    private readonly List<nn.Module<Tensor, Tensor>> _branches = [];
    private readonly bool _relu;

    /// <summary>Creates the branches and registers them as <c>{name}_rpr_conv.0</c> and so on, <c>{name}_rpr_scale</c> and <c>{name}_rpr_skip</c>.</summary>
    /// <param name="owner">The layer that has the branches; it owns them.</param>
    /// <param name="name">What all their names begin with.</param>
    /// <param name="count">How many convolutions have the wanted size.</param>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernels; odd.</param>
    /// <param name="stride">Step of the kernels.</param>
    /// <param name="groups">1, or <paramref name="inChannels"/> for depthwise convolutions.</param>
    /// <param name="relu">Whether a ReLU follows the sum.</param>
    public ConvBranches(
        nn.Module owner, string name, int count, int inChannels, int outChannels, int kernelSize, int stride = 1, int groups = 1, bool relu = false)
    {
        _relu = relu;
        var normalizations = new List<BatchNormAct>();
        var convolutions = Enumerable.Range(0, count).Select(_ => Branch(kernelSize)).ToArray();
        _branches.AddRange(convolutions);
        owner.register_module($"{name}_rpr_conv", nn.ModuleList(convolutions));
        if (kernelSize > 1)
        {
            Add("scale", Branch(kernelSize: 1));
        }

        if (groups > 1 && inChannels == outChannels && stride == 1)
        {
            var skip = new BatchNormAct(outChannels);
            normalizations.Add(skip);
            Add("skip", skip);
        }

        // The sum of n branches starts with the variance of one: otherwise the maps grow from layer to layer until statistics are gathered.
        foreach (var normalization in normalizations)
        {
            nn.init.constant_(normalization.Weight, 1 / Math.Sqrt(_branches.Count));
        }

        ConvBnAct Branch(int kernelSize)
        {
            var branch = new ConvBnAct(inChannels, outChannels, kernelSize, stride, relu: false, groups);
            normalizations.Add(branch.Normalization);
            return branch;
        }

        void Add(string kind, nn.Module<Tensor, Tensor> branch)
        {
            _branches.Add(branch);
            owner.register_module($"{name}_rpr_{kind}", branch);
        }
    }

    /// <summary>Says what the branches make of their input: <c>[N, inChannels, H, W]</c> to <c>[N, outChannels, ⌈H / stride⌉, ⌈W / stride⌉]</c>.</summary>
    public T Describe<T>(Operations<T> on, T input)
    {
        var sum = on.Apply(_branches[0], input);
        foreach (var branch in _branches.Skip(1))
        {
            sum = on.AddInPlace(sum, on.Apply(branch, input));
        }

        return _relu ? on.ReluInPlace(sum) : sum;
    }
}
