using GhostNet.Metrics;
using GhostNet.Tests.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Inspection;

public sealed class MetricTests
{
    [Fact]
    public void Top_k_accuracy_counts_the_most_probable_classes()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[,] { { 3, 2, 1 }, { 3, 2, 1 }, { 1, 2, 3 }, { 2, 1, 3 } });
        var labels = tensor(new long[] { 0, 1, 0, 2 });
        Assert.Equal(0.5, new TopKAccuracy(1).Compute(logits, labels));
        Assert.Equal(0.75, new TopKAccuracy(2).Compute(logits, labels));
        Assert.Equal(1, new TopKAccuracy(9).Compute(logits, labels));
        Assert.Equal(("accuracy", "top-5 accuracy"), (new TopKAccuracy(1).Name, new TopKAccuracy().Name));
    }

    /// <summary>Expected: scikit-learn's f1_score([0, 0, 1, 1, 2], [0, 1, 1, 1, 0], average="macro"): (0.5 + 0.8 + 0) / 3.</summary>
    [Fact]
    public void Macro_f1_is_that_of_scikit_learn()
    {
        using var scope = NewDisposeScope();
        var logits = nn.functional.one_hot(tensor(new long[] { 0, 1, 1, 1, 0 }), 4).to(ScalarType.Float32);
        Assert.Equal((0.5 + 0.8) / 3, new MacroF1().Compute(logits, tensor(new long[] { 0, 0, 1, 1, 2 })), 12);
    }

    [Fact]
    public void An_evaluation_computes_the_metrics_over_the_whole_data_set()
    {
        using var model = new TinyModel();
        var (data, batches) = (TinyModel.Data(50), new Sizes());
        var result = Evaluation.Run(model, data, batchSize: 16, topK: 2, metrics: [new TopKAccuracy(1), new TopKAccuracy(2), batches]);
        Assert.Equal(result.Accuracy, result.Metrics["accuracy"], 12);
        Assert.Equal(result.TopKAccuracy, result.Metrics["top-2 accuracy"], 12);
        Assert.Equal(50, result.Metrics["sizes"]);
        Assert.Empty(Evaluation.Run(model, data).Metrics);
    }

    private sealed class Sizes : IMetric
    {
        public string Name => "sizes";

        public double Compute(Tensor logits, Tensor labels) => logits.shape.SequenceEqual([50, 4]) ? labels.size(0) : -1;
    }
}
