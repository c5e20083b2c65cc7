using GhostNet.Data;
using GhostNet.Graph;
using GhostNet.Runtime;
using TorchSharp;
using static GhostNet.Training.ValueCheck;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Finds a learning rate: trains for a few steps whose rate rises from far too small to far too large, and looks at the loss.</summary>
/// <remarks>
/// Source: Smith, "Cyclical learning rates for training neural networks" (arXiv 1506.01186), section 3.3. Afterwards the model and torch's random
/// generator of the CPU are as they were, bit for bit, and so is every part of the options that has state; only gradients are cleared.
/// </remarks>
public static class LearningRateFinder
{
    /// <summary>How much of the smoothed loss each step keeps.</summary>
    private const double Smoothing = 0.9;

    /// <summary>The run ends when the smoothed loss is so many times its smallest value.</summary>
    private const double Hopeless = 4;

    /// <summary>Runs the steps.</summary>
    /// <param name="model">The model that is to be trained; no <see cref="Trainer"/> of it may be alive. The caller keeps it.</param>
    /// <param name="train">The images to learn from.</param>
    /// <param name="options">
    /// How it will be trained: batch, optimiser, loss and so on count; the learning rate and its schedule do not. With
    /// <see cref="TrainingOptions.FineTuning"/> all weights are trained, the body with its smaller rate, unless it is always frozen. Null for the defaults.
    /// </param>
    /// <param name="steps">Steps, at least 20; with more of them the curve is smoother.</param>
    /// <param name="lowest">The rate of the first step.</param>
    /// <param name="highest">The rate of the last step.</param>
    /// <returns>The curve and the rate that it suggests.</returns>
    /// <exception cref="ArgumentException">An argument or an option is out of range, or the data do not fit the model.</exception>
    /// <exception cref="OperationCanceledException"><see cref="TrainingOptions.Cancellation"/> was cancelled; the model is as it was.</exception>
    public static LearningRateSearch Run(
        nn.Module<Tensor, Tensor> model, ImageDataset train, TrainingOptions? options = null, int steps = 120, double lowest = 1e-6, double highest = 10)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new TrainingOptions();
        options.Validate();
        Require(steps >= 20, nameof(steps), steps, "at least 20");
        Require(lowest > 0, nameof(lowest), lowest, "above 0");
        Require(highest >= 10 * lowest && double.IsFinite(highest), nameof(highest), highest, "ten times the lowest rate or more");
        var fine = options.FineTuning;
        options = options with
        {
            FineTuning = fine is null or { FrozenEpochs: FineTuning.Always } ? fine : new FineTuning(frozenEpochs: 0, fine.BodyRate),
            EmaDecay = 0,
            ProgressiveEpochs = 0,
        };
        using var before = new Before(model);
        model.to(Devices.Parse(options.Device));
        using var state = new TrainingState(model, options);
        return Climb(state, train, step => lowest * Math.Pow(highest / lowest, (double)step / (steps - 1)), steps);
    }

    private static LearningRateSearch Climb(TrainingState state, ImageDataset train, Func<int, double> rateAt, int steps)
    {
        var (options, isBlock) = (state.Options, train.Transform is null);
        var device = state.Parameters.Values.device;
        using var loader = new BatchLoader(
            train, options.BatchSize, isBlock ? options.Augmentation : null, shuffle: true, options.Seed, options.DropLast, device, isBlock ? null : options.PictureAugmentation);
        TrainingDataCheck.Check(state, train, null, loader.BatchesPerEpoch);
        (state.Data, state.StepsPerEpoch) = (TrainingData.Of(train), steps);
        state.UseParts([]);
        using var parts = new SavedParts(state.Parts);
        state.RestoreRandomState();
        state.Metrics.Open(steps, options.BatchSize, steps * options.BatchSize, device);
        state.Metrics.Begin(epoch: 0, step: 0);

        var step = new TrainingStep(state);
        var (rates, losses, smoothed) = (new List<double>(), new List<double>(), new List<double>());
        var mean = 0.0;
        foreach (var batch in Batches(loader).Take(steps))
        {
            options.Cancellation.ThrowIfCancellationRequested();
            step.Run(batch, onlyMiddle: false, rateAt(state.Step));
            var loss = (double)state.Metrics.Losses[^1];
            if (!double.IsFinite(loss))
            {
                break;
            }

            rates.Add(rateAt(state.Step));
            state.Step++;
            mean = (Smoothing * mean) + ((1 - Smoothing) * loss);
            losses.Add(loss);
            smoothed.Add(mean / (1 - Math.Pow(Smoothing, state.Step)));
            if (smoothed[^1] > Hopeless * smoothed.Min())
            {
                break;
            }
        }

        return new LearningRateSearch(rates, losses, smoothed, hasBlownUp: rates.Count < steps);
    }

    private static IEnumerable<Batch> Batches(BatchLoader loader) => Enumerable.Range(0, int.MaxValue).SelectMany(epoch => loader.Epoch(epoch));

    /// <summary>What the run changes, as it was before: weights, statistics, modes, device and random numbers.</summary>
    private sealed class Before : IDisposable
    {
        private readonly nn.Module<Tensor, Tensor> _model;
        private readonly Dictionary<string, Tensor> _values;
        private readonly EvalScope _modes;
        private readonly Tensor _random = get_rng_state().DetachFromDisposeScope();

        public Before(nn.Module<Tensor, Tensor> model)
        {
            using var _ = no_grad();
            _model = model;
            _values = model.state_dict().ToDictionary(item => item.Key, item => item.Value.clone().DetachFromDisposeScope());
            var trained = new LayerModes(model);
            trained.Keep();
            _modes = new EvalScope(model);
            trained.Train();
        }

        public void Dispose()
        {
            using var _ = no_grad();
            _model.to(_values.Values.First().device);
            foreach (var (name, value) in _model.state_dict())
            {
                value.copy_(_values[name]);
            }

            _modes.Dispose();
            set_rng_state(_random);
            foreach (var value in _values.Values.Append(_random))
            {
                value.Dispose();
            }
        }
    }
}
