using GhostNet.Graph;
using GhostNet.Inspection;
using GhostNet.Models;
using GhostNet.Onnx;
using GhostNet.Tests.Golden;
using GhostNet.Tests.Onnx;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Models;

public sealed class GhostNetV3Tests
{
    /// <summary>The paper has 269 M multiply-adds at width 1.3 once the branches are merged: those of GhostNetV2.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.3)]
    public void Merged_for_prediction_it_is_as_large_as_the_second_version(double width)
    {
        using var scope = NewDisposeScope();
        using var third = new GhostNetV3(GhostNetConfig.ImageNet(width));
        using var second = new GhostNetV2(GhostNetConfig.ImageNet(width));
        Assert.Equal(Convolutions(second), Convolutions(third));
        Assert.True(third.parameters().Sum(parameter => parameter.numel()) > second.parameters().Sum(parameter => parameter.numel()));

        // Each as the shape of its kernels.
        static IEnumerable<string> Convolutions(ImageClassifier network)
        {
            var graph = BranchMerging.Apply(BatchNormFusion.Apply(GraphBuilder.Build(network, "images")));
            Assert.DoesNotContain(graph.Nodes, node => node.Operation is Operation.Normalization);
            return [.. graph.Nodes.Select(node => node.Operation).OfType<Operation.Convolution>()
                .Select(convolution => $"{convolution.Sliding} {string.Join("×", convolution.Weight.Value.shape)}").Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>
    /// Without statistics of a training, batch normalisation only scales, so a fresh network in evaluation mode shows how its first weights
    /// make the maps grow.
    /// </summary>
    [Fact]
    public void Its_fresh_logits_are_not_larger_than_those_of_the_other_versions()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(0);
        using var first = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        using var third = new GhostNetV3(GhostNetConfig.Cifar(0.25));
        var images = randn(4, 3, 32, 32);
        Assert.InRange(Largest(third), 0, Largest(first));

        float Largest(ImageClassifier network)
        {
            network.eval();
            return network.call(images).abs().max().item<float>();
        }
    }

    [Fact]
    public void Prediction_and_ONNX_give_the_logits_of_the_network()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = new GhostNetV3(GhostNetConfig.Cifar(0.25));
        FillRule.Fill(network, "V3");
        foreach (var (_, gamma) in network.named_parameters().Where(item => item.name.Contains("_rpr_", StringComparison.Ordinal) && item.parameter.dim() == 1))
        {
            // Sums of five branches would otherwise grow from layer to layer.
            gamma.mul_(0.4);
        }

        network.eval();
        var images = randn(3, 3, 33, 40);
        using var optimized = network.Optimized();
        var expected = network.call(images);
        Close.Assert("prediction", 0, (expected - optimized.call(images)).abs().max().item<float>(), 1e-4 * expected.abs().max().item<float>());

        network.ExportOnnx(folder.File("network.onnx"));
        using var run = new OnnxRun(folder.File("network.onnx"));
        run.AssertSame(network, images);
    }

    [Fact]
    public void Weights_with_the_names_of_the_authors_load()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var network = new GhostNetV3(GhostNetConfig.Cifar(0.25));
        using var other = new GhostNetV3(GhostNetConfig.Cifar(0.25));
        var authors = network.state_dict().ToDictionary(
            item => "module." + (item.Key.Contains("_rpr_", StringComparison.Ordinal) ? item.Key.Replace(".bn1.", ".bn.", StringComparison.Ordinal) : item.Key),
            item => item.Value);
        Assert.Contains("module.blocks.0.0.ghost1.cheap_rpr_scale.bn.running_var", authors.Keys);
        Assert.Contains("module.blocks.9.0.bn1.running_var", authors.Keys);
        Safetensors.Write(folder.File("authors.safetensors"), authors);

        var report = other.LoadWeights(folder.File("authors.safetensors"));
        Assert.True(report.IsComplete);
        var state = other.state_dict();
        Assert.All(network.state_dict(), item => Assert.True(item.Value.equal(state[item.Key]).all().item<bool>(), item.Key));
    }

    [Fact]
    public void Summary_counts_every_branch()
    {
        using var scope = NewDisposeScope();
        using var network = new GhostNetV3(GhostNetConfig.Cifar(0.25));
        var summary = ModelSummary.Of(network, 1, 3, 32, 32);
        Assert.Empty(summary.NotCounted);
        Assert.Equal(network.parameters().Sum(parameter => parameter.numel()), summary.Parameters);
    }
}
