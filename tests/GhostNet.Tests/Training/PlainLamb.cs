using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>LAMB (arXiv 1904.00962, algorithm 2) for one tensor, number by number, in double precision.</summary>
internal sealed class PlainLamb(Tensor weights, double rate, double decay, bool adapts)
{
    private readonly double[] _mean = new double[weights.numel()], _square = new double[weights.numel()];
    private int _time;

    public void Step()
    {
        _time++;
        var (x, g) = (weights.data<float>().Select(value => (double)value).ToArray(), weights.grad!.data<float>().ToArray());
        var update = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            _mean[i] = 0.9 * _mean[i] + 0.1 * g[i];
            _square[i] = 0.999 * _square[i] + 0.001 * g[i] * g[i];
            var r = _mean[i] / (1 - Math.Pow(0.9, _time)) / (Math.Sqrt(_square[i] / (1 - Math.Pow(0.999, _time))) + 1e-6);
            update[i] = r + (adapts ? decay * x[i] : 0);
        }

        var (length, step) = (Length(x), Length(update));
        var ratio = adapts && length > 0 && step > 0 ? length / step : 1;
        using var _ = no_grad();
        using var changed = tensor(x.Select((value, i) => (float)(value - rate * ratio * update[i])).ToArray()).view(weights.shape);
        weights.copy_(changed);
    }

    private static double Length(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
