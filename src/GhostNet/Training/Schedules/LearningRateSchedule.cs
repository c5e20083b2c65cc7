using System.Text.Json.Serialization;
using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>How the learning rate changes while a model trains: a pure function of the step.</summary>
/// <remarks>
/// A schedule gives a factor by which <see cref="TrainingOptions.LearningRate"/> is multiplied. It has no state, so that
/// a training that goes on from a checkpoint needs the step's number alone. A checkpoint keeps only the description of a
/// schedule of your own (<see cref="object.ToString"/>), not its code: give the schedule to <see cref="Trainer.ResumeWith"/> again.
/// </remarks>
[JsonDerivedType(typeof(ConstantSchedule), "constant")]
[JsonDerivedType(typeof(StepSchedule), "step")]
[JsonDerivedType(typeof(CosineSchedule), "cosine")]
[JsonDerivedType(typeof(OneCycleSchedule), "onecycle")]
[JsonDerivedType(typeof(WarmupSchedule), "warmup")]
[JsonDerivedType(typeof(OwnSchedule), "own")]
public abstract record LearningRateSchedule
{
    /// <summary>The same learning rate at every step.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantSchedule();

    /// <summary>Multiplies the learning rate by <paramref name="factor"/> each time some epochs have passed.</summary>
    /// <param name="everyEpochs">Epochs from one drop to the next.</param>
    /// <param name="factor">By what the learning rate is multiplied at a drop.</param>
    public static LearningRateSchedule Step(double everyEpochs, double factor = 0.1) => new StepSchedule(everyEpochs, factor);

    /// <summary>Falls along half a cosine wave from 1 to <paramref name="finalShare"/>.</summary>
    /// <param name="finalShare">Share of the learning rate that is left at the end.</param>
    public static LearningRateSchedule Cosine(double finalShare = 0) => new CosineSchedule(finalShare);

    /// <summary>Rises to the full learning rate, then falls almost to nothing.</summary>
    /// <param name="warmupShare">Share of all steps on which it rises.</param>
    /// <param name="initialShare">Share of the learning rate with which it starts.</param>
    /// <param name="finalShare">Share of the learning rate that is left at the end.</param>
    public static LearningRateSchedule OneCycle(double warmupShare = 0.3, double initialShare = 0.04, double finalShare = 0.0001) =>
        new OneCycleSchedule(warmupShare, initialShare, finalShare);

    /// <summary>The factor at a step.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="totalSteps">Steps of the whole training.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <returns>By what the learning rate is multiplied.</returns>
    public abstract double Factor(long step, long totalSteps, int stepsPerEpoch);

    /// <summary>This schedule after a linear rise from almost nothing.</summary>
    /// <param name="epochs">Length of the rise; may be a fraction; 0 for none.</param>
    public LearningRateSchedule WithWarmup(double epochs) => epochs > 0 ? new WarmupSchedule(this, epochs) : this;

    /// <summary>What a checkpoint keeps of this schedule.</summary>
    internal virtual LearningRateSchedule Saved() =>
        GetType().Assembly == typeof(LearningRateSchedule).Assembly ? this : new OwnSchedule(ForeignText.Show(ToString(), 200));

    /// <summary>The description of a schedule of the user's own, whose code a checkpoint could not keep; null when there is none.</summary>
    internal virtual string? Missing() => null;

    /// <summary>A wrong number, in words; null when there is none.</summary>
    internal virtual string? Fault() => null;

    private protected static double Cosine(double from, double to, double progress) =>
        to + (from - to) * (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1))) / 2;

    private protected static string? ShareFault(string name, double share) =>
        share is >= 0 and <= 1 ? null : FormattableString.Invariant($"{name} is a share between 0 and 1, not {share}");
}
