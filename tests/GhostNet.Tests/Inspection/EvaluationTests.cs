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
        Assert.Equal([1, 2 / 3.0, 2 / 3.0], result.PerClass.Select(found => found.Recall));
        Assert.Equal([1 / 3.0, 1, 1], result.PerClass.Select(found => found.Precision));
        Assert.Equal([0.5, 0.8, 0.8], result.PerClass.Select(found => found.F1));
        Assert.Equal(7 / 9.0, result.MacroPrecision, 12);
        Assert.Equal(7 / 9.0, result.MacroRecall, 12);
        Assert.Equal(0.7, result.MacroF1, 12);
        Assert.Equal([(1, 1, 0), (5, 2, 0)], result.Misclassifications.Select(m => (m.Index, m.Label, m.Prediction)));
        Assert.Equal(Math.Exp(2) / (Math.Exp(2) + 2), result.Misclassifications[0].Confidence, 5);
        Assert.Equal("image 1", result.Misclassifications[0].Image);
        Assert.StartsWith("by hand (synthetic): accuracy 71.43", result.ToString(), StringComparison.Ordinal);
        Assert.Contains("dog", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_nothing_by_nothing_is_said_and_counts_as_scikit_learn_counts_it()
    {
        // By hand, and as precision_recall_fscore_support([0, 1], [0, 0], average="macro", zero_division=0).
        using var model = new Oracle(certainty: 2);
        var never = Evaluation.Run(model, Data([0, 0], [0, 1]));
        Assert.Equal([(1.0, 0.5), (0.0, null), (null, null)], never.PerClass.Select(found => (found.Recall, found.Precision)));
        Assert.Equal([2 / 3.0, 0, null], never.PerClass.Select(found => found.F1));
        Assert.Equal((0.25, 0.5), (never.MacroPrecision, never.MacroRecall));
        Assert.Equal(1 / 3.0, never.MacroF1, 12);
        Assert.Contains("owl", never.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", never.ToString(), StringComparison.Ordinal);

        // A class that has no image but is predicted.
        var wrong = Evaluation.Run(model, Data([2, 0], [0, 0]));
        Assert.Equal((null, 0.0, 0.0), (wrong.PerClass[2].Recall, wrong.PerClass[2].Precision, wrong.PerClass[2].F1));
        Assert.Equal((0.5, 0.25), (wrong.MacroPrecision, wrong.MacroRecall));
        Assert.Equal(1 / 3.0, wrong.MacroF1, 12);
    }

    [Fact]
    public void Calibration_compares_confidence_and_accuracy()
    {
        // Each answer has the same confidence, 0.787, and 5 of 7 are right.
        using var model = new Oracle(certainty: 2);
        var calibration = Evaluation.Run(model, Data(s_answers, s_labels)).Calibration;
        var confidence = Math.Exp(2) / (Math.Exp(2) + 2);
        Assert.Equal(15, calibration.Bins.Count);
        var bin = Assert.Single(calibration.Bins, bin => bin.Count > 0);
        Assert.Equal((11 / 15.0, 12 / 15.0, 7, 5 / 7.0), (bin.From, bin.To, bin.Count, bin.Accuracy));
        Assert.Equal(confidence, bin.Confidence!.Value, 5);
        Assert.Equal(confidence - (5 / 7.0), calibration.ExpectedError, 5);
        Assert.All(calibration.Bins.Where(other => other != bin), other => Assert.Equal((null, null), (other.Accuracy, other.Confidence)));
    }

    [Fact]
    public void Calibration_error_is_the_mean_over_the_predictions()
    {
        var counts = new ConfidenceCounts();
        foreach (var (sure, isRight) in new[] { (0.9, true), (0.9, true), (0.9, false), (0.5, true), (1.0, true), (0.2, false), (0.0, false) })
        {
            counts.Add(sure, isRight);
        }

        // 3 of 7 are 0.9 sure, and two of them right; a range includes its upper end: 0.2 is in that from 2/15 to 3/15.
        var calibration = counts.ToCalibration();
        Assert.Equal([(0, 1L), (2, 1), (7, 1), (13, 3), (14, 1)], calibration.Bins.Index().Where(bin => bin.Item.Count > 0).Select(bin => (bin.Index, bin.Item.Count)));
        Assert.Equal(((3 * (0.9 - (2 / 3.0))) + 0.5 + 0.2) / 7, calibration.ExpectedError, 12);
    }

    [Fact]
    public void Of_images_with_several_classes_each_class_is_counted_by_itself()
    {
        using var scope = NewDisposeScope();
        var metrics = new ClassificationMetrics(Data([], []));
        metrics.Add(
            tensor(new float[,] { { 2, -1, 1 }, { -1, -2, -3 } }),
            tensor(new long[] { 0, 2 }),
            topK: 1,
            tensor(new float[,] { { 1, 1, 0 }, { 0, 0, 1 } }));
        Assert.Equal([(1L, 1L, 1L), (1, 0, 0), (1, 0, 1)], metrics.PerClass().Select(one => (one.Count, one.Correct, one.Predicted)));
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
