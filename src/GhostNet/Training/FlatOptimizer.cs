using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Applies an <see cref="IOptimizer"/> to the flat memory of all weights, slice by slice.</summary>
/// <remarks>Why numbers have names: see <see cref="PinnedScalars"/>.</remarks>
internal sealed class FlatOptimizer : IDisposable
{
    /// <summary>
    /// Weights per slice. An update is half a dozen operations, each over all its numbers: over slices that stay in the cache it takes much
    /// less time than over millions at once. An accelerator gets all weights in one slice.
    /// </summary>
    private const long SliceLength = 1 << 17;

    private readonly FlatParameters _parameters;
    private readonly TrainingOptions _options;
    private readonly Dictionary<string, Tensor> _state = [];
    private readonly List<WeightSlice> _slices = [];

    public FlatOptimizer(FlatParameters parameters, TrainingOptions options)
    {
        (_parameters, _options) = (parameters, options);
        var names = options.Optimizer.StateNames;
        if (names.Distinct().Count() < names.Count)
        {
            throw new ArgumentException($"{options.Optimizer} names a state twice: {string.Join(", ", names)}.", nameof(options));
        }

        foreach (var name in names)
        {
            _state[name] = zeros_like(parameters.Weights).DetachFromDisposeScope();
        }

        var end = parameters.Weights.numel();
        var sliceLength = parameters.Weights.device_type == DeviceType.CPU ? SliceLength : end;
        for (long first = 0; first < end; first += _slices[^1].Weights.numel())
        {
            var length = Math.Min(sliceLength, parameters.RegionEnd(first) - first);
            _slices.Add(new WeightSlice(
                Part(parameters.Weights, first, length),
                Part(parameters.Gradients, first, length),
                [.. names.Select(name => Part(_state[name], first, length))],
                first < parameters.DecayedEnd ? options.WeightDecay : 0,
                parameters.IsBody(first)));
        }
    }

    /// <summary>What the optimiser remembers from step to step, by PyTorch's names.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    /// <summary>Updates the weights and clears the gradients.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="step">Index of the step, from 0.</param>
    /// <param name="bodyStep">Index of the step since the body has thawed: negative while it is frozen.</param>
    public void Step(double learningRate, long step, long bodyStep = 0)
    {
        var bodyRate = learningRate * (_options.FineTuning?.BodyRate ?? 1);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        if (_options.GradientClip > 0)
        {
            // The factor stays on the device, so nothing waits for it.
            using Scalar longest = _options.GradientClip, little = 1e-6;
            var factor = _parameters.Gradients.norm().add_(little, PinnedScalars.One).reciprocal().mul_(longest).clamp(max: PinnedScalars.One);
            _parameters.Gradients.mul_(factor);
        }

        foreach (var slice in bodyStep < 0 ? _slices.Where(static slice => !slice.IsBody) : _slices)
        {
            // What is made for one slice is freed before the next, while it is in the cache.
            using var sliceScope = NewDisposeScope();
            _options.Optimizer.Update(slice, slice.IsBody ? bodyRate : learningRate, slice.IsBody ? bodyStep : step);
            slice.Gradients.zero_();
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _slices.SelectMany(slice => slice.State.Append(slice.Weights).Append(slice.Gradients)).Concat(_state.Values))
        {
            tensor.Dispose();
        }
    }

    private static Tensor Part(Tensor all, long first, long length) => all.narrow(0, first, length).DetachFromDisposeScope();
}
