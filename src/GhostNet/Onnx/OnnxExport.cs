using GhostNet.Graph;
using GhostNet.IO;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Onnx;

/// <summary>Writes models as ONNX files, which run on phones, in browsers and wherever there is an ONNX runtime.</summary>
/// <remarks>
/// <para>The input <c>images</c> is <c>[batch, C, height, width]</c>, normalised 32-bit numbers, and the output <c>logits</c> <c>[batch, classes]</c>;
/// batch, height and width are free. Source: the ONNX specification, IR version 8, operator set 17.</para>
/// <para>With <see cref="OnnxOptions.WithPreprocessing"/> the input <c>pictures</c> is <c>[batch, height, width, 3]</c>, bytes of decoded pictures, red, green
/// and blue of each pixel: of any size if pictures were resized in training, and of the network's size if not. The output <c>probabilities</c>
/// is <c>[batch, classes]</c>. Such a file needs operator set 18.</para>
/// <para>The file's metadata says what a caller must know. A text each; lists are JSON; what is not known is missing:</para>
/// <list type="table">
/// <item><term><c>class_names</c></term><description>list of texts, in the order of the logits</description></item>
/// <item><term><c>height</c>, <c>width</c></term><description>of the network's images, in pixels</description></item>
/// <item><term><c>crop_fraction</c></term><description>the shorter edge is resized to ⌊height / crop_fraction⌋ pixels, the longer one in proportion, and the centre is cut out; missing if pictures had one size from the first</description></item>
/// <item><term><c>interpolation</c></term><description><c>bilinear</c> or <c>bicubic</c>, as in PIL: antialiased, a = -0.5</description></item>
/// <item><term><c>channel_order</c></term><description><c>RGB</c>, or <c>grey</c> (the luma of ITU-R BT.601)</description></item>
/// <item><term><c>mean</c>, <c>std</c></term><description>lists, one number per channel: images are scaled to 0..1, and then (x - mean) / std</description></item>
/// <item><term><c>activation</c></term><description><c>softmax</c> or, where an image has several classes, <c>sigmoid</c>: makes probabilities of logits</description></item>
/// <item><term><c>preprocessing</c></term><description><c>by the caller</c>, or <c>in the graph</c></description></item>
/// <item><term><c>numbers</c></term><description><c>float32</c> or <c>int8</c></description></item>
/// <item><term><c>ghostnet</c></term><description>all of it and the network's spec, for this library</description></item>
/// </list>
/// <para>With <see cref="OnnxOptions.Calibration"/> convolutions, sums, products and means are computed in 8-bit whole numbers, as operators QuantizeLinear
/// and DequantizeLinear say: weights from -127 to 127 with a scale for each output channel, activations from 0 to 255 with one scale, from the least to the
/// largest number that the images give. Sigmoids, hard activations and logits stay 32-bit numbers. On x64 processors without VNNI, before about 2020, ONNX Runtime's
/// product of such numbers can overflow: measure there.</para>
/// </remarks>
public static class OnnxExport
{
    private const long IrVersion = 8;

    /// <summary>Writes a model as it is in evaluation mode: with running statistics, without dropout. The file appears whole or not at all.</summary>
    /// <param name="model">A network of this library, one of your own that is described, or a sequence of layers, on any device; the caller keeps it.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="options">What to fold, round and add, and what to say about the classes and the images; null for the defaults.</param>
    /// <exception cref="ArgumentException">The options lack something, or there are no calibration images, or they do not fit the network.</exception>
    /// <exception cref="NotSupportedException">A layer has no description, and the message names it; or the file would exceed 2 GB.</exception>
    /// <exception cref="InvalidDataException">The network makes numbers of the calibration images that are not finite.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void ExportOnnx(this nn.Module<Tensor, Tensor> model, string path, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new OnnxOptions();
        if (options is { Calibration: not null, FoldBatchNorm: false })
        {
            throw new ArgumentException($"8-bit numbers need batch normalisation within the convolutions: leave {nameof(OnnxOptions.FoldBatchNorm)} true.", nameof(options));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var graph = GraphBuilder.Build(model, "images");
        graph = options.FoldBatchNorm ? BranchMerging.Apply(BatchNormFusion.Apply(graph)) : graph;
        var onnx = new OnnxGraph(model.GetName());
        Add(onnx, graph, options, model.parameters().FirstOrDefault()?.device ?? CPU);
        var file = Describe(onnx, options, options.Description ?? NetworkDescription.Of(model));
        AtomicFile.Write(path, file.WriteTo);
    }

    private static void Add(OnnxGraph onnx, LayerGraph graph, OnnxOptions options, Device device)
    {
        var preprocessing = options.WithPreprocessing ? new OnnxPreprocessing(onnx, options.Description, graph.Input.Channels) : null;
        var operators = new OnnxOperators(onnx, options.Calibration is { } images ? new OnnxQuantizer(onnx, graph, images, device) : null);
        if (preprocessing is null)
        {
            onnx.SetInput(
                graph.Input.Name,
                ScalarType.Float32,
                "Images, scaled to 0..1 and then normalised: (x - mean) / std for each channel.",
                "batch",
                graph.Input.Channels,
                "height",
                "width");
        }

        preprocessing?.AddInput(graph.Input.Name);
        operators.Add(graph);
        if (preprocessing is null)
        {
            onnx.SetOutput("logits", graph.Output.Channels, graph.Output.IsMap, "A score for each class; softmax makes probabilities.");
        }

        preprocessing?.AddOutput(graph.Output.Channels, graph.Output.IsMap);
    }

    /// <summary>The message ModelProto.</summary>
    private static ProtoMessage Describe(OnnxGraph graph, OnnxOptions options, NetworkDescription description)
    {
        var model = new ProtoMessage()
            .Add(1, IrVersion)
            .Add(2, "GhostNet for .NET")
            .Add(3, typeof(OnnxExport).Assembly.GetName().Version!.ToString(3))
            .Add(6, $"{graph.Name}: an image classifier. How images are prepared and what the classes are called is in the metadata.")
            .Add(7, graph.ToMessage())
            .Add(8, new ProtoMessage().Add(1, "").Add(2, graph.OperatorSet));
        foreach (var (key, value) in OnnxMetadata.Of(description, options))
        {
            model.Add(14, new ProtoMessage().Add(1, key).Add(2, value));
        }

        return model;
    }
}
