using System.Text.Json;
using GhostNet.Metrics;
using GhostNet.Training;

namespace GhostNet.Tests.Training;

public sealed class TrainingOptionsTests
{
    public static TheoryData<string, TrainingOptions> Wrong => new()
    {
        { nameof(TrainingOptions.Epochs), new() { Epochs = 0 } },
        { nameof(TrainingOptions.BatchSize), new() { BatchSize = 0 } },
        { nameof(TrainingOptions.EvaluationBatchSize), new() { EvaluationBatchSize = -1 } },
        { nameof(TrainingOptions.Optimizer), new() { Optimizer = null! } },
        { nameof(TrainingOptions.Optimizer), new() { Optimizer = new SgdOptimizer(momentum: 1) } },
        { nameof(TrainingOptions.Optimizer), new() { Optimizer = new SgdOptimizer(momentum: 0) } },
        { nameof(TrainingOptions.Optimizer), new() { Optimizer = new AdamWOptimizer(beta2: 1) } },
        { nameof(TrainingOptions.Optimizer), new() { Optimizer = new AdamOptimizer(epsilon: 0) } },
        { nameof(TrainingOptions.Optimizer), new() { Optimizer = new RmsPropOptimizer(alpha: 1) } },
        { nameof(TrainingOptions.Optimizer), new() { Optimizer = new RmsPropOptimizer(momentum: -1) } },
        { nameof(TrainingOptions.Optimizer), new() { Optimizer = new LambOptimizer(beta1: 1) } },
        { nameof(TrainingOptions.LearningRate), new() { LearningRate = double.NaN } },
        { nameof(TrainingOptions.WeightDecay), new() { WeightDecay = -1 } },
        { nameof(TrainingOptions.Loss), new() { Loss = null! } },
        { nameof(TrainingOptions.Loss), new() { Loss = new CrossEntropy(labelSmoothing: 1) } },
        { nameof(TrainingOptions.Loss), new() { Loss = new CrossEntropy(classWeights: [1, -1]) } },
        { nameof(TrainingOptions.Loss), new() { Loss = new CrossEntropy(classWeights: [0, 0]) } },
        { nameof(TrainingOptions.Schedule), new() { Schedule = LearningRateSchedule.Cosine(2).WithWarmup(1) } },
        { nameof(TrainingOptions.Metrics), new() { Metrics = [new TopKAccuracy(2), new TopKAccuracy(2)] } },
        { nameof(TrainingOptions.Schedule), new() { Schedule = LearningRateSchedule.Step(0) } },
        { nameof(TrainingOptions.Schedule), new() { Schedule = LearningRateSchedule.Cosine(2) } },
        { nameof(TrainingOptions.Schedule), new() { Schedule = LearningRateSchedule.OneCycle(double.NaN) } },
        { nameof(TrainingOptions.WarmupEpochs), new() { WarmupEpochs = -1 } },
        { nameof(TrainingOptions.GradientClip), new() { GradientClip = double.PositiveInfinity } },
        { nameof(TrainingOptions.GradientAccumulation), new() { GradientAccumulation = 0 } },
        { nameof(TrainingOptions.GradientAccumulation), new() { BatchSize = 4, GradientAccumulation = 5 } },
        { nameof(TrainingOptions.EmaDecay), new() { EmaDecay = 1 } },
        { nameof(TrainingOptions.SwaEpochs), new() { SwaEpochs = -1 } },
        { nameof(TrainingOptions.SwaEpochs), new() { Epochs = 2, SwaEpochs = 3 } },
        { nameof(TrainingOptions.SwaEpochs), new() { SwaEpochs = 3, EmaDecay = 0.9 } },
        { nameof(TrainingOptions.Device), new() { Device = " " } },
        { nameof(TrainingOptions.Augmentation), new() { Augmentation = null! } },
        { nameof(TrainingOptions.ProgressiveEpochs), new() { ProgressiveEpochs = -1 } },
        { nameof(TrainingOptions.EvaluateEvery), new() { EvaluateEvery = 0 } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_is_named(string property, TrainingOptions options)
    {
        var exception = Assert.Throws<ArgumentException>(options.Validate);
        Assert.Equal(property, exception.ParamName);
        Assert.StartsWith(property + " is ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_and_the_tutorial_are_good()
    {
        new TrainingOptions().Validate();
        TrainingOptions.Tutorial.Validate();
        Assert.Equal(0.01, TrainingOptions.Tutorial.LearningRateAt(11_999, 12), 12);
    }

    [Fact]
    public void Schedules_survive_JSON()
    {
        ILearningRateSchedule[] schedules =
        [
            LearningRateSchedule.Constant,
            LearningRateSchedule.Step(30, 0.2),
            LearningRateSchedule.Cosine(0.01),
            LearningRateSchedule.OneCycle(0.2),
            LearningRateSchedule.Cosine().WithWarmup(2.5),
        ];
        foreach (var schedule in schedules)
        {
            Assert.Equal(schedule, JsonSerializer.Deserialize(JsonSerializer.Serialize(schedule, TrainingJson.Schedule), TrainingJson.Schedule));
        }
    }

    [Fact]
    public void Schedules_have_their_shape()
    {
        Assert.Equal(1, LearningRateSchedule.Constant.Multiplier(7, 100, 10));
        var step = LearningRateSchedule.Step(3, 0.1);
        Assert.Equal([1, 1, 0.1, 0.01], new long[] { 0, 29, 30, 65 }.Select(s => Math.Round(step.Multiplier(s, 100, 10), 9)));

        var cosine = LearningRateSchedule.Cosine(0.2);
        Assert.Equal([1, 0.6, 0.2], new long[] { 0, 50, 100 }.Select(s => Math.Round(cosine.Multiplier(s, 100, 10), 9)));

        var cycle = LearningRateSchedule.OneCycle(0.25, 0.1, 0);
        Assert.Equal([0.1, 0.55, 1, 0.5, 0], new double[] { 0, 12.5, 25, 62.5, 100 }.Select(s => Math.Round(cycle.Multiplier((long)(s * 10), 1000, 10), 9)));

        var warm = LearningRateSchedule.Cosine().WithWarmup(0.9);
        Assert.Equal([0.1, 0.5, 0.9, 1], new long[] { 0, 4, 8, 9 }.Select(s => Math.Round(warm.Multiplier(s, 100, 10), 9)));
        Assert.Equal(0, warm.Multiplier(100, 100, 10), 9);

        // A warm-up that is longer than the training must not divide by zero.
        Assert.Equal(1 / 11.0, LearningRateSchedule.OneCycle().WithWarmup(50).Multiplier(0, 10, 10), 9);
    }
}
