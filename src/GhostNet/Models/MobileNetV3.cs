using GhostNet.Graph;
using GhostNet.Layers;
using GhostNet.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>MobileNetV3 small, whose table GhostNet was built from: each bottleneck widens, convolves map by map and narrows.</summary>
/// <remarks>
/// 2,542,856 parameters and 56.5 M multiply-adds for 1000 classes and 224×224 images. Source: Howard et al., "Searching for MobileNetV3",
/// ICCV 2019 (arXiv 1905.02244), table 2. The names of parameters and buffers are those of torchvision's
/// <c>mobilenet_v3_small</c>, whose weights load.
/// </remarks>
public sealed class MobileNetV3 : ImageClassifier
{
    private const string Name = "mobilenet_v3_small";

    private const int StemChannels = 16, HeadChannels = 1024;

    /// <summary>The paper's table 2.</summary>
    private static readonly Row[] s_rows =
    [
        new(Kernel: 3, Expansion: 16, Out: 16, Squeezes: true, Function.Relu, Stride: 2),
        new(3, 72, 24, false, Function.Relu, 2),
        new(3, 88, 24, false, Function.Relu, 1),
        new(5, 96, 40, true, Function.HardSwish, 2),
        new(5, 240, 40, true, Function.HardSwish, 1),
        new(5, 240, 40, true, Function.HardSwish, 1),
        new(5, 120, 48, true, Function.HardSwish, 1),
        new(5, 144, 48, true, Function.HardSwish, 1),
        new(5, 288, 96, true, Function.HardSwish, 2),
        new(5, 576, 96, true, Function.HardSwish, 1),
        new(5, 576, 96, true, Function.HardSwish, 1),
    ];

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="classes">Number of classes: the length of the logits.</param>
    /// <param name="inputChannels">3 for colour images, 1 for grey ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range; the message names it.</exception>
    public MobileNetV3(int classes = 1000, int inputChannels = 3)
        : this(new ModelSpec(Name, classes, inputChannels))
    {
    }

    private MobileNetV3(ModelSpec spec)
        : base(spec)
    {
        ConfigCheck.Check(spec);
        features = nn.Sequential(Unit(InputChannels, StemChannels, Function.HardSwish, kernelSize: 3, stride: 2));
        var channels = StemChannels;
        foreach (var row in s_rows)
        {
            features.append(new InvertedResidual(channels, row));
            channels = row.Out;
        }

        var top = 6 * channels;
        features.append(Unit(channels, top, Function.HardSwish));
        classifier = nn.Sequential(nn.Linear(top, HeadChannels), nn.Hardswish(), nn.Dropout(0.2), nn.Linear(HeadChannels, Classes));
        RegisterComponents();
        Initializer.Initialize(this);
    }

    /// <summary>What follows a batch normalisation.</summary>
    private enum Function
    {
        None,
        Relu,
        HardSwish,
    }

    /// <summary>What is registered for the network.</summary>
    internal static ModelEntry Entry { get; } =
        new(new ModelSpec(Name, classes: 1000, inputChannels: 3), static spec => new MobileNetV3(spec))
        {
            Description = "MobileNetV3 small (ICCV 2019) for ImageNet",
            Height = 224,
            Width = 224,
        };

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input) =>
        on.Apply(classifier, on.GlobalAveragePool(on.Apply(features, input)));

    /// <summary>A convolution and a batch normalisation.</summary>
    private static Sequential Unit(int inChannels, int outChannels, Function function = Function.None, int kernelSize = 1, int stride = 1, int groups = 1)
    {
        var unit = nn.Sequential(
            new Conv(inChannels, outChannels, kernelSize, stride, groups),
            new BatchNormAct(outChannels, relu: function == Function.Relu, epsilon: 1e-3, momentum: 0.01));
        return function == Function.HardSwish ? unit.append(nn.Hardswish()) : unit;
    }

    /// <summary>A row of the table.</summary>
    private sealed record Row(int Kernel, int Expansion, int Out, bool Squeezes, Function Function, int Stride);

    /// <summary>A bottleneck; where it keeps the shape of its input, it adds it.</summary>
    private sealed class InvertedResidual : DescribedModule
    {
        private readonly Sequential block;
        private readonly bool _adds;

        public InvertedResidual(int inChannels, Row row)
            : base(nameof(InvertedResidual))
        {
            _adds = row.Stride == 1 && inChannels == row.Out;
            block = nn.Sequential();
            if (row.Expansion != inChannels)
            {
                block.append(Unit(inChannels, row.Expansion, row.Function));
            }

            block.append(Unit(row.Expansion, row.Expansion, row.Function, row.Kernel, row.Stride, groups: row.Expansion));
            if (row.Squeezes)
            {
                block.append(new SqueezeExcitation(row.Expansion));
            }

            block.append(Unit(row.Expansion, row.Out));
            RegisterComponents();
        }

        public override T Describe<T>(Operations<T> on, T input)
        {
            var output = on.Apply(block, input);
            return _adds ? on.AddInPlace(output, input) : output;
        }
    }

    /// <summary>As <see cref="SqueezeExcite"/>, with torchvision's names and widths: multiples of 8.</summary>
    private sealed class SqueezeExcitation : DescribedModule
    {
        private readonly Conv fc1;
        private readonly Conv fc2;
        private readonly HardSigmoid gate = new();

        public SqueezeExcitation(int channels)
            : base(nameof(SqueezeExcitation))
        {
            var inner = Channels.MakeDivisible(channels / 4, divisor: 8);
            fc1 = new Conv(channels, inner, bias: true);
            fc2 = new Conv(inner, channels, bias: true);
            RegisterComponents();
        }

        public override T Describe<T>(Operations<T> on, T input)
        {
            var inner = on.ReluInPlace(on.Apply(fc1, on.GlobalAveragePool(input)));
            return on.Multiply(input, on.Apply(gate, on.Apply(fc2, inner)));
        }
    }
}
