using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>Builds the network that a file of weights describes.</summary>
public static class DescribedNetwork
{
    /// <summary>Builds the network that a file of weights describes, and loads the weights into it.</summary>
    /// <param name="state">The weights; the caller keeps them.</param>
    /// <returns>The network on the CPU, in training mode; the caller disposes it.</returns>
    /// <exception cref="WeightFileException">The file does not describe its network, or describes one that cannot be built.</exception>
    /// <exception cref="WeightMismatchException">Its weights do not fit that network.</exception>
    public static ImageClassifier CreateModel(this StateDict state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.CreateModel(state.Description?.Spec ?? throw new WeightFileException(
            $"{state.Source} does not describe its network. Build the network, and load the file with {nameof(WeightLoading.LoadWeights)}."));
    }

    /// <summary>Builds a network that you name, for a file that does not describe its own, and loads the weights into it.</summary>
    /// <param name="state">The weights; the caller keeps them.</param>
    /// <param name="spec">The network.</param>
    /// <returns>The network on the CPU, in training mode; the caller disposes it.</returns>
    /// <exception cref="WeightFileException">The network cannot be built, or has more weights than the file.</exception>
    /// <exception cref="WeightMismatchException">The weights do not fit it.</exception>
    public static ImageClassifier CreateModel(this StateDict state, ModelSpec spec)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(spec);
        if (ModelRegistry.Fault(spec, state.Sum(static item => (double)item.Value.numel()), state.Count) is { } fault)
        {
            throw new WeightFileException($"{state.Source} cannot be loaded: {fault}");
        }

        var model = ModelRegistry.Create(spec);
        try
        {
            model.LoadWeights(state);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
