using System.Text.Json.Serialization;

namespace GhostNet.Training;

/// <summary>An optimiser: the rule by which a step changes each weight, given its gradient.</summary>
/// <remarks>
/// The trainer keeps all weights, all gradients and each tensor of the optimiser's state in one piece of memory each, hands them out slice
/// by slice, writes the state into checkpoints and clears the gradients. Implement it for a rule of your own. A checkpoint keeps the
/// description of such a rule (<see cref="object.ToString"/>), not its code: pass it to <see cref="Trainer.Resume"/> again, in
/// <see cref="TrainingParts"/>.
/// </remarks>
[JsonDerivedType(typeof(SgdOptimizer), "sgd")]
[JsonDerivedType(typeof(AdamWOptimizer), "adamw")]
[JsonDerivedType(typeof(OwnOptimizer), "own")]
public interface IOptimizer
{
    /// <summary>Names of what is remembered per weight from step to step, such as <c>momentum_buffer</c>; empty for nothing. It is zero at first.</summary>
    IReadOnlyList<string> StateNames { get; }

    /// <summary>Updates some of the weights. It runs without gradients and in a dispose scope, so tensors made on the way need no disposal.</summary>
    /// <param name="slice">The weights, with their gradients and state.</param>
    /// <param name="learningRate">The learning rate of this step; with <see cref="TrainingOptions.FineTuning"/> that of the body is smaller.</param>
    /// <param name="step">Index of the step, from 0; the same for all slices of a step, but counted from the thaw for a body that was frozen.</param>
    void Update(WeightSlice slice, double learningRate, long step);

    /// <summary>Checks the rule's own values. Does nothing unless implemented.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    void Validate()
    {
    }
}
