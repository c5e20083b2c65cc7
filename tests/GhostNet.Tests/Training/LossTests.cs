using GhostNet.Data;
using GhostNet.Training;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>Each loss and its gradient against torch's own function on random input.</summary>
public sealed class LossTests : OneThread
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(0.1, false)]
    [InlineData(0, true)]
    [InlineData(0.2, true)]
    public void Cross_entropy_gives_the_numbers_of_TorchSharp(double smoothing, bool weighted)
    {
        double[]? weights = weighted ? [0.5, 1, 2, 0.25, 3] : null;
        using var scope = NewDisposeScope();
        using var theirWeights = weighted ? tensor(weights!, ScalarType.Float32) : null;
        Compare(
            new CrossEntropy(smoothing, weights),
            (logits, labels) => nn.functional.cross_entropy(logits, labels, theirWeights, label_smoothing: smoothing),
            tolerance: 0);
    }

    [Fact]
    public void Class_weights_weigh_as_the_formula_says()
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = Batch();
        double[] weights = [0.5, 1, 2, 0.25, 3];
        var each = nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None).data<float>().ToArray();
        var weight = labels.data<long>().ToArray().Select(label => weights[label]).ToArray();
        var expected = each.Zip(weight, (loss, w) => loss * w).Sum() / weight.Sum();
        Assert.Equal(expected, new CrossEntropy(classWeights: weights).Compute(logits, logits, labels).item<float>(), 5);
    }

    [Fact]
    public void Another_number_of_class_weights_is_refused()
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = Batch();
        var message = Assert.Throws<ArgumentException>(() => new CrossEntropy(classWeights: [1, 2]).Compute(logits, logits, labels)).Message;
        Assert.Contains("ClassWeights has 2 weights, but the model gives 5 logits", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Binary_cross_entropy_gives_the_numbers_of_TorchSharp() => Compare(
        new BinaryCrossEntropy(),
        (logits, labels) => nn.functional.binary_cross_entropy_with_logits(logits, nn.functional.one_hot(labels, 5).to(ScalarType.Float32)),
        tolerance: 0);

    [Fact]
    public void Binary_cross_entropy_takes_several_classes_per_image()
    {
        using var scope = NewDisposeScope();
        var (logits, _) = Batch();
        var targets = rand(12, 5).gt(0.5);
        Assert.Equal(
            nn.functional.binary_cross_entropy_with_logits(logits, targets.to(ScalarType.Float32)).item<float>(),
            new BinaryCrossEntropy().Compute(logits, logits, targets).item<float>());
    }

    [Fact]
    public void Distillation_gives_the_numbers_of_TorchSharp()
    {
        using var scope = NewDisposeScope();
        using var teacher = new TinyModel(classes: 5);
        var images = rand(12, 3, 8, 8);
        teacher.eval();
        var theirs = teacher.call(images).detach();
        teacher.train();
        Compare(
            new Distillation(teacher, temperature: 3, weight: 0.7, new CrossEntropy(0.1)),
            (logits, labels) =>
                (nn.functional.kl_div(nn.functional.log_softmax(logits / 3, 1), nn.functional.softmax(theirs / 3, 1), log_target: false, nn.Reduction.Sum) / 12 * 9 * 0.7)
                + (nn.functional.cross_entropy(logits, labels, label_smoothing: 0.1) * 0.3),
            tolerance: 1e-5,
            images);
        Assert.False(teacher.training);
        Assert.All(teacher.parameters(), weight => Assert.Null(weight.grad));
    }

    [Fact]
    public void A_teacher_of_other_classes_is_refused()
    {
        using var scope = NewDisposeScope();
        using var teacher = new TinyModel(classes: 4);
        var (logits, labels) = Batch();
        var message = Assert.Throws<ArgumentException>(() => new Distillation(teacher).Compute(rand(12, 3, 8, 8), logits, labels)).Message;
        Assert.Contains("The teacher gives logits of shape [12, 4], but the model gives [12, 5]", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Distillation(teacher, temperature: 0));
        Assert.Throws<ArgumentException>(() => new Distillation(teacher, weight: 1.5));
    }

    [Fact]
    public void Losses_of_equal_values_are_equal_and_say_what_they_are()
    {
        Assert.Equal(new CrossEntropy(0.1, [1, 2]), new CrossEntropy(0.1, [1, 2]));
        Assert.NotEqual(new CrossEntropy(0.1, [1, 2]), new CrossEntropy(0.1, [1, 3]));
        Assert.Equal("cross-entropy, label smoothing 0.1, class weights [1, 2.5]", new CrossEntropy(0.1, [1, 2.5]).ToString());
    }

    [Fact]
    public void A_student_learns_from_its_teacher_alone()
    {
        var (train, validation) = (TinyModel.Data(200), TinyModel.Data(64, seed: 1));
        using var teacher = new TinyModel();
        var options = new TrainingOptions { Epochs = 8, BatchSize = 16, LearningRate = 0.05, Augmentation = Augmentation.None };
        using (var trainer = new Trainer(teacher, options))
        {
            trainer.Fit(train, null);
        }

        using var student = new TinyModel();
        using var second = new Trainer(student, options with { Loss = new Distillation(teacher, weight: 1) });
        Assert.True(second.Fit(train, validation).Last!.ValidationAccuracy > 0.9, second.History.ToString());
    }

    private static (Tensor Logits, Tensor Labels) Batch()
    {
        manual_seed(5);
        return (randn(12, 5, requires_grad: true), randint(0, 5, [12], ScalarType.Int64));
    }

    private static void Compare(ILoss loss, Func<Tensor, Tensor, Tensor> reference, double tolerance, Tensor? images = null)
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = Batch();
        var other = logits.detach().clone().requires_grad_();
        var mine = loss.Compute(images ?? logits, logits, labels);
        var theirs = reference(other, labels);
        mine.backward();
        theirs.backward();
        Assert.Equal(theirs.item<float>(), mine.item<float>(), tolerance);
        Assert.True(logits.grad!.allclose(other.grad!, rtol: tolerance, atol: tolerance), $"{loss}: the gradients differ");
    }
}
