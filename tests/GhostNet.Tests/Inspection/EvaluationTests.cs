using GhostNet.Data;
using GhostNet.Metrics;
using GhostNet.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Inspection;

public sealed class EvaluationTests
{
    /// <summary>
    /// Images of one pixel whose value says what <see cref="Oracle"/> answers; the labels are chosen so that the
    /// result can be worked out by hand.
    /// </summary>
    private static ImageDataset Data(byte[] answers, int[] labels) => new(
        "by hand", answers, labels, 1, 1, 1, ["cat", "dog", "owl"], [0f], [1 / 255f], isSynthetic: true);

    // Answers: cat, cat, dog, dog, owl, cat, owl; the second and the sixth image are wrong.
    private static readonly byte[] s_answers = [0, 0, 1, 1, 2, 0, 2];
    private static readonly int[] s_labels = [0, 1, 1, 1, 2, 2, 2];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(512)]
    public void Counts_every_image_whatever_the_batch_size(int batchSize)
    {
        using var model = new Oracle(certainty: 2);
        var result = Evaluation.Run(model, Data(s_answers, s_labels), batchSize, topK: 1);

        Assert.Equal(7, result.Count);
        Assert.Equal(5 / 7.0, result.Accuracy, 12);
        Assert.Equal(5 / 7.0, result.TopKAccuracy, 12);
        Assert.Equal(new long[,] { { 1, 0, 0 }, { 1, 2, 0 }, { 1, 0, 2 } }, result.ConfusionMatrix);

        // Logits are 2 for the answer and 0 for the two others.
        var right = Math.Log(Math.Exp(2) + 2) - 2;
        var wrong = Math.Log(Math.Exp(2) + 2);
        Assert.Equal((5 * right + 2 * wrong) / 7, result.Loss, 5);
    }

    [Fact]
    public void Reports_each_class_and_the_mistakes()
    {
        using var model = new Oracle(certainty: 2);
        var result = Evaluation.Run(model, Data(s_answers, s_labels));
        Assert.Equal(
            [("cat", 1, 1, 3, null), ("dog", 3, 2, 2, 0), ("owl", 3, 2, 2, 0)],
            result.PerClass.Select(found => (found.Name, found.Count, found.Correct, found.Predicted, found.MostConfusedWith)));
        Assert.Equal((2 / 3.0, 1 / 3.0), (result.PerClass[1].Accuracy, result.PerClass[0].Precision));
        Assert.Equal([(1, 1, 0), (5, 2, 0)], result.Misclassifications.Select(m => (m.Index, m.Label, m.Prediction)));
        Assert.Equal(Math.Exp(2) / (Math.Exp(2) + 2), result.Misclassifications[0].Confidence, 5);
        Assert.StartsWith("by hand (synthetic): accuracy 71.43", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("dog", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_surest_mistake_comes_first()
    {
        using var model = new Oracle(certainty: 2, doubts: 1);
        var result = Evaluation.Run(model, Data([0, 2, 1], [1, 1, 1]));
        Assert.Equal([1, 0], result.Misclassifications.Select(mistake => mistake.Index));
        Assert.True(result.Misclassifications[0].Confidence > result.Misclassifications[1].Confidence);
    }

    [Fact]
    public void Top_k_counts_the_next_guesses_and_stops_at_the_number_of_classes()
    {
        using var model = new Oracle(certainty: 2, doubts: 1);
        var data = Data(s_answers, s_labels);
        Assert.Equal(6 / 7.0, Evaluation.Run(model, data, topK: 2).TopKAccuracy, 12);
        var all = Evaluation.Run(model, data, topK: 5);
        Assert.Equal((3, 1.0), (all.TopK, all.TopKAccuracy));
    }

    [Fact]
    public void Runs_in_evaluation_mode_without_gradients_and_puts_everything_back()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        model.train();
        var frozen = model.modules().OfType<Dropout>().Single();
        frozen.eval();
        var before = model.state_dict().ToDictionary(state => state.Key, state => state.Value.clone());
        var data = Shapes.Create(train: 10, test: 37, seed: 1).Test;

        var first = Evaluation.Run(model, data, batchSize: 16);
        var second = Evaluation.Run(model, data, batchSize: 37);

        Assert.Equal(first.ConfusionMatrix, second.ConfusionMatrix);
        Assert.Equal(1.0, first.Loss / second.Loss, 5);
        Assert.All(model.modules(), module => Assert.Equal(module != frozen, module.training));
        Assert.All(model.state_dict(), state => Assert.True(before[state.Key].equal(state.Value).all().item<bool>(), state.Key));
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Mirrored_takes_the_mean_of_an_image_and_its_mirror_image()
    {
        // Two pixels a picture; the oracle answers with the left one. Mirrored it answers with the right one.
        var data = new ImageDataset("pairs", [0, 2, 1, 1], [0, 1], 1, 1, 2, ["cat", "dog", "owl"], [0f], [1 / 255f], isSynthetic: true);
        using var model = new Oracle(certainty: 2);

        var plain = Evaluation.Run(model, data, topK: 1);
        var mirrored = Evaluation.Run(model, data, mirrored: true);

        // Logits of the first image: (2, 0, 0) plain; (1, 0, 1) as the mean of (2, 0, 0) and (0, 0, 2).
        var sure = Math.Log(Math.Exp(2) + 2) - 2;
        Assert.Equal(sure, plain.Loss, 5);
        Assert.Equal((Math.Log(2 * Math.E + 1) - 1 + sure) / 2, mirrored.Loss, 5);
    }

    [Fact]
    public void Leaves_no_tensor_behind()
    {
        using var model = new Oracle(certainty: 2);
        Evaluation.Run(model, Data(s_answers, s_labels), batchSize: 2);
        var before = LiveTensors.Settle();
        Evaluation.Run(model, Data(s_answers, s_labels), batchSize: 2);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Tells_how_far_it_is()
    {
        var seen = new Told();
        using var model = new Oracle(certainty: 2);
        Evaluation.Run(model, Data(s_answers, s_labels), batchSize: 3, progress: seen);
        Assert.Equal([3, 6, 7], seen.Values);
    }

    [Fact]
    public void Can_be_cancelled_and_restores_the_mode()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var model = new Oracle(certainty: 2);
        model.train();
        Assert.Throws<OperationCanceledException>(
            () => Evaluation.Run(model, Data(s_answers, s_labels), cancellationToken: source.Token));
        Assert.True(model.training);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        using var model = nn.Sequential(("flat", nn.Flatten()), ("fc", nn.Linear(1, 4)));
        var logits = Assert.Throws<ArgumentException>(() => Evaluation.Run(model, Data(s_answers, s_labels)));
        Assert.Contains("logits of shape [7, 4] for 7 images, but the data set has 3 classes", logits.Message, StringComparison.Ordinal);
        var empty = Assert.Throws<ArgumentException>(() => Evaluation.Run(model, Data([], [])));
        Assert.Contains("by hand has no images", empty.Message, StringComparison.Ordinal);
    }

    /// <summary>Answers with the value of the first pixel, a class; the class after it gets some probability too.</summary>
    private sealed class Oracle(double certainty, double doubts = 0) : nn.Module<Tensor, Tensor>(nameof(Oracle))
    {
        public override Tensor forward(Tensor input)
        {
            var answer = input.flatten(1).select(1, 0).round().to(ScalarType.Int64);
            var logits = nn.functional.one_hot(answer, 3) * certainty;

            // The last class has nothing after it, so its answers are surer.
            return logits + nn.functional.one_hot((answer + 1).clamp(0, 2), 3) * doubts * (answer < 2).unsqueeze(1);
        }
    }

    /// <summary>Progress that is noted at once, which <see cref="Progress{T}"/> does not promise.</summary>
    private sealed class Told : IProgress<int>
    {
        public List<int> Values { get; } = [];

        public void Report(int value) => Values.Add(value);
    }
}
