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

/// <summary>The same learning rate at every step.</summary>
public sealed record ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long totalSteps, int stepsPerEpoch) => 1;
}

/// <summary>Drops the learning rate each time some epochs have passed.</summary>
/// <param name="EveryEpochs">Epochs from one drop to the next.</param>
/// <param name="DropFactor">By what the learning rate is multiplied at a drop.</param>
public sealed record StepSchedule(double EveryEpochs, double DropFactor = 0.1) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long totalSteps, int stepsPerEpoch) =>
        Math.Pow(DropFactor, Math.Floor(step / (EveryEpochs * stepsPerEpoch)));

    internal override string? Fault() => EveryEpochs > 0
        ? DropFactor > 0 ? null : FormattableString.Invariant($"DropFactor must be above 0, not {DropFactor}")
        : FormattableString.Invariant($"EveryEpochs must be above 0, not {EveryEpochs}");
}

/// <summary>Falls along half a cosine wave.</summary>
/// <remarks>Source: Loshchilov and Hutter, "SGDR", ICLR 2017 (arXiv 1608.03983), equation 5, without restarts.</remarks>
/// <param name="FinalShare">Share of the learning rate that is left at the end.</param>
public sealed record CosineSchedule(double FinalShare = 0) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long totalSteps, int stepsPerEpoch) =>
        Cosine(1, FinalShare, (double)step / Math.Max(1, totalSteps));

    internal override string? Fault() => ShareFault(nameof(FinalShare), FinalShare);
}

/// <summary>Rises to the full learning rate, then falls almost to nothing, both along half a cosine wave.</summary>
/// <remarks>Source: Smith and Topin, "Super-Convergence" (arXiv 1708.07120).</remarks>
/// <param name="WarmupShare">Share of all steps on which it rises.</param>
/// <param name="InitialShare">Share of the learning rate with which it starts.</param>
/// <param name="FinalShare">Share of the learning rate that is left at the end.</param>
public sealed record OneCycleSchedule(double WarmupShare = 0.3, double InitialShare = 0.04, double FinalShare = 0.0001)
    : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long totalSteps, int stepsPerEpoch)
    {
        var progress = (double)step / Math.Max(1, totalSteps);
        return progress < WarmupShare
            ? Cosine(InitialShare, 1, progress / WarmupShare)
            : Cosine(1, FinalShare, (progress - WarmupShare) / Math.Max(1 - WarmupShare, double.Epsilon));
    }

    internal override string? Fault() =>
        ShareFault(nameof(WarmupShare), WarmupShare)
        ?? ShareFault(nameof(InitialShare), InitialShare)
        ?? ShareFault(nameof(FinalShare), FinalShare);
}

/// <summary>A linear rise from almost nothing, and then another schedule for the steps that are left.</summary>
/// <param name="Then">What follows the rise.</param>
/// <param name="Epochs">Length of the rise in epochs; may be a fraction.</param>
public sealed record WarmupSchedule(LearningRateSchedule Then, double Epochs) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long totalSteps, int stepsPerEpoch)
    {
        var warmup = Math.Min((long)Math.Round(Epochs * stepsPerEpoch), totalSteps);
        return step < warmup
            ? (step + 1.0) / (warmup + 1.0)
            : Then.Factor(step - warmup, totalSteps - warmup, stepsPerEpoch);
    }

    internal override LearningRateSchedule Saved() => this with { Then = Then.Saved() };

    internal override string? Missing() => Then.Missing();

    internal override string? Fault() =>
        Epochs >= 0 ? Then.Fault() : FormattableString.Invariant($"Epochs must not be negative, not {Epochs}");
}

/// <summary>Stands in a checkpoint for a schedule of the user's own, which is code.</summary>
/// <param name="Description">What it was, in words.</param>
internal sealed record OwnSchedule(string Description) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long totalSteps, int stepsPerEpoch) =>
        throw new InvalidOperationException($"A checkpoint does not hold the code of the schedule {Missing()}. Give the schedule to {nameof(Trainer)}.{nameof(Trainer.ResumeWith)}.");

    internal override string? Missing() => ForeignText.Show(Description, 200);
}
