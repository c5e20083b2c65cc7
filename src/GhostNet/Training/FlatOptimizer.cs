using GhostNet.Kernels;
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

    /// <summary>
    /// Weights in a piece. An update is half a dozen operations, each of which goes through all its numbers: over pieces that stay in the
    /// cache it takes a good deal less time than over millions at once. An accelerator gets all in one piece.
    /// </summary>
    private const long PieceLength = 1 << 17;

    private readonly FlatParameters _parameters;
    private readonly TrainingOptions _options;
    private readonly Dictionary<string, Tensor> _state = [];
    private readonly List<Piece> _pieces = [];

    public FlatOptimizer(FlatParameters parameters, TrainingOptions options)
    {
        (_parameters, _options) = (parameters, options);
        string[] names = options.Optimizer == OptimizerKind.AdamW ? ["exp_avg", "exp_avg_sq"] : ["momentum_buffer"];
        foreach (var name in names)
        {
            _state[name] = zeros_like(parameters.Weights).DetachFromDisposeScope();
        }

        long end = parameters.Weights.numel(), decayedEnd = parameters.DecayedEnd;
        var pieceLength = parameters.Weights.device_type == DeviceType.CPU ? PieceLength : end;
        for (long first = 0; first < end; first += _pieces[^1].Weights.numel())
        {
            var decays = first < decayedEnd;
            var length = Math.Min(pieceLength, (decays ? decayedEnd : end) - first);
            _pieces.Add(new Piece(
                Part(parameters.Weights, first, length),
                Part(parameters.Gradients, first, length),
                [.. names.Select(name => Part(_state[name], first, length))],
                options.WeightDecay > 0 && decays));
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
    }

    public void Dispose()
    {
        foreach (var tensor in _pieces.SelectMany(piece => piece.State.Append(piece.Weights).Append(piece.Gradients)).Concat(_state.Values))
        {
            tensor.Dispose();
        }
    }

    private void StepSgd(double learningRate)
    {
        using Scalar decay = _options.WeightDecay, kept = _options.Momentum, rate = -learningRate;
        foreach (var piece in _pieces)
        {
            var update = piece.Gradients;
            if (piece.Decays)
            {
                update.add_(piece.Weights, decay);
            }

            if (_options.Momentum > 0)
            {
                var momentum = piece.State[0].mul_(kept).add_(update, Held.One);
                update = _options.Nesterov ? update.add_(momentum, kept) : momentum;
            }

            piece.Weights.add_(update, rate);
            piece.Gradients.zero_();
        }
    }

    private void StepAdamW(double learningRate, long time)
    {
        using Scalar decay = 1 - learningRate * _options.WeightDecay;
        using Scalar meanKept = Beta1, meanAdded = 1 - Beta1, squareKept = Beta2, squareAdded = 1 - Beta2, epsilon = Epsilon;
        using Scalar squareBias = Math.Sqrt(1 - Math.Pow(Beta2, time)), rate = -learningRate / (1 - Math.Pow(Beta1, time));
        foreach (var piece in _pieces)
        {
            // What a piece makes shall be in the cache for the next.
            using var scope = NewDisposeScope();
            if (piece.Decays)
            {
                piece.Weights.mul_(decay);
            }

            var mean = piece.State[0].mul_(meanKept).add_(piece.Gradients, meanAdded);
            var square = piece.State[1].mul_(squareKept).addcmul_(piece.Gradients, piece.Gradients, squareAdded);
            var denominator = square.sqrt().div_(squareBias).add_(epsilon, Held.One);
            piece.Weights.addcdiv_(mean, denominator, rate);
            piece.Gradients.zero_();
        }
    }

    private static Tensor Part(Tensor all, long first, long length) => all.narrow(0, first, length).DetachFromDisposeScope();

    /// <summary>Views into a piece of all weights, of their gradients and of what is remembered of them.</summary>
    private sealed record Piece(Tensor Weights, Tensor Gradients, IReadOnlyList<Tensor> State, bool Decays);
}
