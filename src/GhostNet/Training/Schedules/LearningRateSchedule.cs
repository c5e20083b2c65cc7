namespace GhostNet.Training;

/// <summary>The schedules of the library.</summary>
public static class LearningRateSchedule
{
    /// <summary>The same learning rate at every step.</summary>
    public static ILearningRateSchedule Constant { get; } = new ConstantSchedule();

    /// <summary>Multiplies the learning rate by <paramref name="multiplier"/> after every <paramref name="everyEpochs"/> epochs.</summary>
    /// <param name="everyEpochs">Epochs between two drops.</param>
    /// <param name="multiplier">What the learning rate is multiplied by at a drop.</param>
    public static ILearningRateSchedule Step(double everyEpochs, double multiplier = 0.1) => new StepSchedule(everyEpochs, multiplier);

    /// <summary>Falls along half a cosine wave from 1 to <paramref name="finalFraction"/>.</summary>
    /// <param name="finalFraction">Fraction of the learning rate that is left at the end.</param>
    public static ILearningRateSchedule Cosine(double finalFraction = 0) => new CosineSchedule(finalFraction);

    /// <summary>Rises to the full learning rate, then falls almost to zero.</summary>
    /// <param name="warmupFraction">Fraction of all steps during which it rises.</param>
    /// <param name="initialFraction">Fraction of the learning rate at the start.</param>
    /// <param name="finalFraction">Fraction of the learning rate that is left at the end.</param>
    public static ILearningRateSchedule OneCycle(double warmupFraction = 0.3, double initialFraction = 0.04, double finalFraction = 0.0001) =>
        new OneCycleSchedule(warmupFraction, initialFraction, finalFraction);

    /// <summary>The schedule after a linear warm-up from almost zero.</summary>
    /// <param name="schedule">What follows the warm-up.</param>
    /// <param name="epochs">Length of the warm-up in epochs; may be a fraction; 0 for none.</param>
    public static ILearningRateSchedule WithWarmup(this ILearningRateSchedule schedule, double epochs) =>
        epochs > 0 ? new WarmupSchedule(schedule, epochs) : schedule;

    /// <summary>A point of half a cosine wave from <paramref name="from"/> to <paramref name="to"/>.</summary>
    internal static double Cosine(double from, double to, double progress) =>
        to + (from - to) * (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1))) / 2;
}
