using System.Text.Json.Serialization;

namespace GhostNet.Training;

/// <summary>How the learning rate changes during training: a pure function of the step.</summary>
/// <remarks>
/// A schedule gives a multiplier of <see cref="TrainingOptions.LearningRate"/>. It needs no state: the number of the step is enough to
/// resume. Implement it for a schedule of your own, preferably as a record. A checkpoint keeps the description of such a schedule
/// (<see cref="object.ToString"/>), not its code: pass the schedule to <see cref="Trainer.Resume"/> again, in <see cref="TrainingParts"/>.
/// </remarks>
[JsonDerivedType(typeof(ConstantSchedule), "constant")]
[JsonDerivedType(typeof(StepSchedule), "step")]
[JsonDerivedType(typeof(CosineSchedule), "cosine")]
[JsonDerivedType(typeof(OneCycleSchedule), "onecycle")]
[JsonDerivedType(typeof(WarmupSchedule), "warmup")]
[JsonDerivedType(typeof(OwnSchedule), "own")]
public interface ILearningRateSchedule
{
    /// <summary>The multiplier at a step.</summary>
    /// <param name="step">Index of the step, from 0.</param>
    /// <param name="totalSteps">Steps of the whole training.</param>
    /// <param name="stepsPerEpoch">Steps per epoch.</param>
    /// <returns>What the learning rate is multiplied by.</returns>
    double Multiplier(long step, long totalSteps, int stepsPerEpoch);

    /// <summary>Checks the schedule's own values. Does nothing unless implemented.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    void Validate()
    {
    }
}
