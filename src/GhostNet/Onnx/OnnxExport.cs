using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GhostNet.Graph;
using GhostNet.IO;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Onnx;

/// <summary>Writes models as ONNX files, which run on phones, in browsers and wherever there is an ONNX runtime.</summary>
/// <remarks>
/// Operator set 17. The input <c>images</c> is <c>[batch, C, height, width]</c> and the output <c>logits</c>
/// <c>[batch, classes]</c>; batch, height and width are free. Source: the ONNX specification, IR version 8.
/// </remarks>
public static class OnnxExport
{
    private const long OperatorSet = 17;
    private const long IrVersion = 8;

    /// <summary>Writes a model as it is in evaluation mode: with running statistics, without dropout. The file appears whole or not at all.</summary>
    /// <param name="model">A network of this library, one of your own that is described, or a sequence of layers, on any device; the caller keeps it.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="options">What to fold, and what to say about the classes and the images; null for the defaults.</param>
    /// <exception cref="NotSupportedException">A layer has no description, and the message names it; or the file would exceed 2 GB.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void ExportOnnx(this nn.Module<Tensor, Tensor> model, string path, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new OnnxOptions();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var graph = GraphBuilder.Build(model, "images");
        graph = options.FoldBatchNorm ? BranchMerging.Apply(BatchNormFusion.Apply(graph)) : graph;
        var onnx = new OnnxGraph(model.GetName());
        onnx.SetInput("images", graph.Input.Channels, "Images, scaled to 0..1 and then normalised: (x - mean) / std for each channel.");
        new OnnxOperators(onnx).Add(graph);
        onnx.SetOutput("logits", graph.Output.Channels, graph.Output.IsMap, "A score for each class; softmax makes probabilities.");
        var file = Describe(onnx, options, NetworkDescription.Of(model, options.ClassNames, options.Mean, options.Std));
        AtomicFile.Write(path, file.WriteTo);
    }

    /// <summary>The message ModelProto.</summary>
    private static ProtoMessage Describe(OnnxGraph graph, OnnxOptions options, NetworkDescription description)
    {
        var model = new ProtoMessage()
            .Add(1, IrVersion)
            .Add(2, "GhostNet for .NET")
            .Add(3, typeof(OnnxExport).Assembly.GetName().Version!.ToString(3))
            .Add(6, $"{graph.Name}: an image classifier. How images are normalised and what the classes are called is in the metadata.")
            .Add(7, graph.ToMessage())
            .Add(8, new ProtoMessage().Add(1, "").Add(2, OperatorSet));
        Add("class_names", options.ClassNames, WeightJson.Default.IReadOnlyListString);
        Add("mean", options.Mean, WeightJson.Default.IReadOnlyListSingle);
        Add("std", options.Std, WeightJson.Default.IReadOnlyListSingle);
        return model.Add(14, new ProtoMessage().Add(1, SafetensorsHeader.DescriptionKey).Add(2, description.ToJson()));

        void Add<T>(string key, IReadOnlyList<T> values, JsonTypeInfo<IReadOnlyList<T>> type)
        {
            if (values.Count > 0)
            {
                model.Add(14, new ProtoMessage().Add(1, key).Add(2, JsonSerializer.Serialize(values, type)));
            }
        }
    }
}
