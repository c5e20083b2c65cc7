namespace GhostNet.Training;

/// <summary>
/// A part of a training that remembers something from step to step: an optimizer, a schedule, a loss, a metric or a callback.
/// Every checkpoint holds its state, and a training that goes on gives it back.
/// </summary>
/// <remarks>As <c>state_dict</c> and <c>load_state_dict</c> in PyTorch. A part that remembers nothing needs no state.</remarks>
/// <example>
/// <code>
/// public string StateName => "best_loss";
/// public void SaveState(StateWriter state) => state.Write("loss", _best);
/// public void LoadState(StateReader state) => _best = state.ReadDouble("loss");
/// </code>
/// </example>
public interface IStateful
{
    /// <summary>
    /// What the state is called in a checkpoint: letters of ASCII, digits, <c>_</c> and <c>-</c>, and not <c>epoch</c>, which is
    /// the checkpoint's own. Two parts of one training have two names. The name stays the same from version to version, because it
    /// finds the state again.
    /// </summary>
    string StateName { get; }

    /// <summary>Writes everything that decides how this part goes on. It is called between two steps.</summary>
    /// <param name="state">Takes the state.</param>
    void SaveState(StateWriter state);

    /// <summary>Takes back what <see cref="SaveState"/> wrote. It is not called when the checkpoint has no state of this name.</summary>
    /// <param name="state">The state.</param>
    /// <exception cref="CheckpointException">The state does not fit this part.</exception>
    void LoadState(StateReader state);
}
