using GhostNet.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>SGD and AdamW over flat memory; the numbers are those of PyTorch's optimisers.</summary>
/// <remarks>
/// Sources: pytorch.org/docs, torch.optim.SGD and torch.optim.AdamW, "algorithm". Why numbers have names: see <see cref="Held"/>.
/// </remarks>
internal sealed class FlatOptimizer : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly FlatParameters _parameters;
    private readonly TrainingOptions _options;
    private readonly Dictionary<string, Tensor> _state = [];

    public FlatOptimizer(FlatParameters parameters, TrainingOptions options)
    {
        (_parameters, _options) = (parameters, options);
        string[] names = options.Optimizer == OptimizerKind.AdamW ? ["exp_avg", "exp_avg_sq"] : ["momentum_buffer"];
        foreach (var name in names)
        {
            _state[name] = zeros_like(parameters.Weights).DetachFromDisposeScope();
        }
    }

    /// <summary>What the optimiser remembers from step to step, by PyTorch's names.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    /// <summary>Updates the weights and clears the gradients.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="step">Number of the step, from 0.</param>
    public void Step(double learningRate, long step)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        if (_options.GradientClip > 0)
        {
            // The factor stays on the device: nobody waits for it.
            using Scalar longest = _options.GradientClip, little = 1e-6;
            var factor = _parameters.Gradients.norm().add_(little, Held.One).reciprocal().mul_(longest).clamp(max: Held.One);
            _parameters.Gradients.mul_(factor);
        }

        if (_options.Optimizer == OptimizerKind.AdamW)
        {
            StepAdamW(learningRate, step + 1);
        }
        else
        {
            StepSgd(learningRate);
        }

        _parameters.Gradients.zero_();
    }

    public void Dispose()
    {
        foreach (var tensor in _state.Values)
        {
            tensor.Dispose();
        }
    }

    private void StepSgd(double learningRate)
    {
        using Scalar decay = _options.WeightDecay, kept = _options.Momentum, rate = -learningRate;
        var update = _parameters.Gradients;
        if (_options.WeightDecay > 0)
        {
            _parameters.DecayedGradients.add_(_parameters.DecayedWeights, decay);
        }

        if (_options.Momentum > 0)
        {
            var momentum = _state["momentum_buffer"].mul_(kept).add_(update, Held.One);
            update = _options.Nesterov ? update.add_(momentum, kept) : momentum;
        }

        _parameters.Weights.add_(update, rate);
    }

    private void StepAdamW(double learningRate, long time)
    {
        using Scalar decay = 1 - learningRate * _options.WeightDecay;
        using Scalar meanKept = Beta1, meanAdded = 1 - Beta1, squareKept = Beta2, squareAdded = 1 - Beta2, epsilon = Epsilon;
        using Scalar squareBias = Math.Sqrt(1 - Math.Pow(Beta2, time)), rate = -learningRate / (1 - Math.Pow(Beta1, time));
        var gradients = _parameters.Gradients;
        if (_options.WeightDecay > 0)
        {
            _parameters.DecayedWeights.mul_(decay);
        }

        var mean = _state["exp_avg"].mul_(meanKept).add_(gradients, meanAdded);
        var square = _state["exp_avg_sq"].mul_(squareKept).addcmul_(gradients, gradients, squareAdded);
        var denominator = square.sqrt().div_(squareBias).add_(epsilon, Held.One);
        _parameters.Weights.addcdiv_(mean, denominator, rate);
    }
}
