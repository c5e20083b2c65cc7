using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>What a checkpoint keeps of the parts of a training that a user may write: the library's own as JSON, others as a description.</summary>
internal static class OwnParts
{
    private const int MaxDescription = 200;

    /// <summary>The options as a checkpoint keeps them.</summary>
    public static TrainingOptions Saved(TrainingOptions options) => options with
    {
        Schedule = Saved(options.Schedule),
        Loss = options.Loss is CrossEntropy or BinaryCrossEntropy or OwnLoss ? options.Loss : new OwnLoss(Describe(options.Loss)),
        Optimizer = options.Optimizer is SgdOptimizer or AdamOptimizer or AdamWOptimizer or RmsPropOptimizer or LambOptimizer or OwnOptimizer ? options.Optimizer : new OwnOptimizer(Describe(options.Optimizer)),
    };

    /// <summary>What must be passed to <see cref="Trainer.Resume"/> because a checkpoint does not hold it; null when nothing is missing.</summary>
    public static string? Missing(TrainingOptions options, Checkpoint checkpoint, TrainingParts? parts)
    {
        List<string?> missing =
        [
            MissingSchedule(options.Schedule),
            options.Loss is OwnLoss loss ? $"the loss {ForeignText.Show(loss.Description, MaxDescription)}" : null,
            options.Optimizer is OwnOptimizer optimizer ? $"the optimiser {ForeignText.Show(optimizer.Description, MaxDescription)}" : null,
        ];
        if (parts?.Metrics is null)
        {
            var names = checkpoint.History.Epochs.LastOrDefault(epoch => epoch.Metrics.Count > 0)?.Metrics.Keys ?? [];
            missing.AddRange(names.Select(name => $"the metric {ForeignText.Show(name)}"));
        }

        var texts = missing.OfType<string>().ToList();
        return texts.Count == 0 ? null : string.Join(" and ", texts);
    }

    public static InvalidOperationException Missing(string kind, string description) => new(
        $"A checkpoint does not hold the code of the {kind} {ForeignText.Show(description, MaxDescription)}. "
        + $"Pass it to {nameof(Trainer)}.{nameof(Trainer.Resume)} in {nameof(TrainingParts)}.");

    private static ILearningRateSchedule Saved(ILearningRateSchedule schedule) => schedule switch
    {
        ConstantSchedule or StepSchedule or CosineSchedule or OneCycleSchedule or OwnSchedule => schedule,
        WarmupSchedule warmup => warmup with { Then = Saved(warmup.Then) },
        _ => new OwnSchedule(Describe(schedule)),
    };

    private static string? MissingSchedule(ILearningRateSchedule schedule) => schedule switch
    {
        OwnSchedule own => $"the schedule {ForeignText.Show(own.Description, MaxDescription)}",
        WarmupSchedule warmup => MissingSchedule(warmup.Then),
        _ => null,
    };

    private static string Describe(object part) => ForeignText.Show(part.ToString() ?? part.GetType().Name, MaxDescription);
}
