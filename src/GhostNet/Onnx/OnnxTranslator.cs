using GhostNet.Layers;
using GhostNet.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Onnx;

/// <summary>Says for each kind of layer which ONNX operators compute the same when it predicts.</summary>
/// <remarks>
/// A new kind of layer or network needs one more line in <see cref="Translate(LayerNode, OnnxValue)"/>. Layers inside another are
/// found by their names, which are those of published weights and do not change.
/// </remarks>
internal sealed class OnnxTranslator(OnnxGraph graph)
{
    private static readonly long[] s_heightAndWidth = [2, 3];

    /// <summary>Adds the operators of a layer to the graph; returns what they make of <paramref name="x"/>.</summary>
    /// <exception cref="NotSupportedException">The layer is of an unknown kind.</exception>
    public OnnxValue Translate(LayerNode layer, OnnxValue x) => layer.Module switch
    {
        GhostNetV1 or GhostNetV2 => Network(layer, x),
        Vgg16 => Translate(layer["classifier"], Flatten(layer, Means(layer, Translate(layer["features"], x)))),
        ResNet56 => Translate(layer["classifier"], Flatten(layer, Means(layer, Translate(layer["stages"], Translate(layer["stem"], x))))),
        ResidualBlock block => Residual(layer, block, x),
        GhostBottleneck => Bottleneck(layer, x),
        GhostModule ghost => Ghost(layer, ghost, x),
        SqueezeExcite => SqueezeExcitation(layer, x),
        DfcAttention => Attention(layer, x),
        ConvBnAct or Sequential => layer.Children.Aggregate(x, (value, child) => Translate(child, value)),
        Conv conv => graph.AddConvolution(
            layer.Path, x, conv.Weight, null, [conv.Stride, conv.Stride], [conv.KernelSize / 2, conv.KernelSize / 2], [1, 1], conv.Groups),
        Conv2d { padding: { } padding, padding_mode: TorchSharp.PaddingModes.Zeros } conv => graph.AddConvolution(
            layer.Path, x, conv.weight, conv.bias, conv.stride, padding, conv.dilation, conv.groups),
        BatchNormAct norm => BatchNorm(layer, norm, x),
        HardSigmoid gate => Gate(layer, gate, x),
        Linear { bias: { } bias } linear => Gemm(layer, linear.weight, bias, x),
        MaxPool2d { kernel_size: var kernel, ceil_mode: false } pool => graph.Add(
            "MaxPool",
            layer.Path,
            x.Channels,
            [x.Name],
            OnnxAttribute.Of("kernel_shape", kernel),
            OnnxAttribute.Of("strides", pool.stride ?? kernel),
            OnnxAttribute.Of("pads", [.. pool.padding ?? [0, 0], .. pool.padding ?? [0, 0]]),
            OnnxAttribute.Of("dilations", pool.dilation ?? [1, 1])),
        ReLU => Relu(layer, x),
        Dropout or Identity => x,
        var unknown => throw new NotSupportedException(
            $"The ONNX export does not know the layer {layer.Path} ({unknown.GetType().Name}): build the model of layers of this library."),
    };

    private OnnxValue Network(LayerNode layer, OnnxValue x)
    {
        x = Translate(layer["bn1"], Translate(layer["conv_stem"], x));
        x = Means(layer, Translate(layer["blocks"], x));
        x = Relu(layer["conv_head"], Translate(layer["conv_head"], x));
        return Translate(layer["classifier"], Flatten(layer, x));
    }

    private OnnxValue Bottleneck(LayerNode layer, OnnxValue x)
    {
        var shortcut = layer.Find("shortcut") is { } projection ? Translate(projection, x) : x;
        x = Translate(layer["ghost1"], x);
        if (layer.Find("conv_dw") is { } depthwise)
        {
            x = Translate(layer["bn_dw"], Translate(depthwise, x));
        }

        if (layer.Find("se") is { } squeezeExcite)
        {
            x = Translate(squeezeExcite, x);
        }

        x = Translate(layer["ghost2"], x);
        return graph.Add("Add", layer.Path, x.Channels, [x.Name, shortcut.Name]);
    }

    private OnnxValue Residual(LayerNode layer, ResidualBlock block, OnnxValue x)
    {
        var sum = Translate(layer["unit2"], Translate(layer["unit1"], x));
        if (block.Stride > 1)
        {
            x = graph.Add(
                "Slice",
                layer.Join("every_second"),
                x.Channels,
                [
                    x.Name,
                    graph.Constant(layer.Join("first"), tensor(0L).expand(2)),
                    graph.Constant(layer.Join("end"), tensor(long.MaxValue).expand(2)),
                    graph.Constant(layer.Join("axes"), tensor(s_heightAndWidth)),
                    graph.Constant(layer.Join("steps"), tensor((long)block.Stride).expand(2)),
                ]);
            var padding = tensor(new long[] { 0, 0, 0, 0, 0, block.NewChannels, 0, 0 });
            x = graph.Add("Pad", layer.Join("shortcut"), sum.Channels, [x.Name, graph.Constant(layer.Join("padding"), padding)]);
        }

        return Relu(layer, graph.Add("Add", layer.Path, sum.Channels, [sum.Name, x.Name]));
    }

    private OnnxValue Ghost(LayerNode layer, GhostModule module, OnnxValue x)
    {
        var intrinsic = Translate(layer["primary_conv"], x);
        var ghosts = Translate(layer["cheap_operation"], intrinsic);
        var wanted = module.OutChannels - intrinsic.Channels;
        if (wanted < ghosts.Channels)
        {
            ghosts = graph.Add(
                "Slice",
                layer.Join("ghosts"),
                wanted,
                [
                    ghosts.Name,
                    graph.Constant(layer.Join("first"), tensor(0L).view(1)),
                    graph.Constant(layer.Join("end"), tensor(wanted).view(1)),
                    graph.Constant(layer.Join("axis"), tensor(1L).view(1)),
                ]);
        }

        var maps = graph.Add(
            "Concat", layer.Join("maps"), module.OutChannels, [intrinsic.Name, ghosts.Name], OnnxAttribute.Of("axis", 1));
        return layer.Find("short_conv") is { } attention ? Multiply(layer, maps, Translate(attention, x)) : maps;
    }

    private OnnxValue SqueezeExcitation(LayerNode layer, OnnxValue x)
    {
        var reduced = Translate(layer["conv_reduce"], Means(layer, x));
        var expanded = Translate(layer["conv_expand"], Relu(layer["conv_reduce"], reduced));
        return Multiply(layer, x, Translate(layer["gate"], expanded));
    }

    private OnnxValue Attention(LayerNode layer, OnnxValue x)
    {
        var gates = graph.Add(
            "AveragePool", layer.Join("half"), x.Channels, [x.Name], OnnxAttribute.Of("kernel_shape", 2, 2), OnnxAttribute.Of("strides", 2, 2));
        gates = layer.Children.Aggregate(gates, (value, child) => Translate(child, value));
        gates = graph.Add("Sigmoid", layer.Join("sigmoid"), gates.Channels, [gates.Name]);

        // Back to the height and width of the input, whatever they are.
        var channels = graph.Add("Shape", layer.Join("channels"), 0, [gates.Name], OnnxAttribute.Of("end", 2));
        var size = graph.Add("Shape", layer.Join("size"), 0, [x.Name], OnnxAttribute.Of("start", 2));
        var shape = graph.Add("Concat", layer.Join("shape"), 0, [channels.Name, size.Name], OnnxAttribute.Of("axis", 0));
        return graph.Add(
            "Resize",
            layer.Path,
            gates.Channels,
            [gates.Name, "", "", shape.Name],
            OnnxAttribute.Of("mode", "nearest"),
            OnnxAttribute.Of("nearest_mode", "floor"),
            OnnxAttribute.Of("coordinate_transformation_mode", "asymmetric"));
    }

    private OnnxValue BatchNorm(LayerNode layer, BatchNormAct norm, OnnxValue x)
    {
        x = graph.AddBatchNorm(layer.Path, x, norm.Weight, norm.Bias, norm.RunningMean, norm.RunningVariance, BatchNormAct.Epsilon);
        return norm.HasRelu ? Relu(layer, x) : x;
    }

    private OnnxValue Gate(LayerNode layer, HardSigmoid gate, OnnxValue x)
    {
        if (gate.Style == GateStyle.Clamped)
        {
            return graph.Add(
                "HardSigmoid", layer.Path, x.Channels, [x.Name], OnnxAttribute.Of("alpha", 1f / 6), OnnxAttribute.Of("beta", 0.5f));
        }

        x = graph.Add("Add", layer.Join("shifted"), x.Channels, [x.Name, graph.Constant(layer.Join("three"), tensor(3f))]);
        x = Relu(layer, x);
        return graph.Add("Div", layer.Path, x.Channels, [x.Name, graph.Constant(layer.Join("six"), tensor(6f))]);
    }

    private OnnxValue Relu(LayerNode layer, OnnxValue x) => graph.Add("Relu", layer.Join("relu"), x.Channels, [x.Name]);

    /// <summary>The mean of each map, <c>[N, C, 1, 1]</c>.</summary>
    private OnnxValue Means(LayerNode layer, OnnxValue x) => graph.Add("GlobalAveragePool", layer.Join("means"), x.Channels, [x.Name]);

    private OnnxValue Flatten(LayerNode layer, OnnxValue x)
    {
        x = graph.Add("Flatten", layer.Join("flat"), x.Channels, [x.Name]);
        return x with { IsMap = false };
    }

    private OnnxValue Gemm(LayerNode layer, Tensor weight, Tensor bias, OnnxValue x)
    {
        x = graph.Add(
            "Gemm",
            layer.Path,
            weight.size(0),
            [x.Name, graph.Constant(layer.Join("weight"), weight), graph.Constant(layer.Join("bias"), bias)],
            OnnxAttribute.Of("transB", 1));
        return x with { IsMap = false };
    }

    private OnnxValue Multiply(LayerNode layer, OnnxValue x, OnnxValue gates) =>
        graph.Add("Mul", layer.Join("gated"), x.Channels, [x.Name, gates.Name]);
}
