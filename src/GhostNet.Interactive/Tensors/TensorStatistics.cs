using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tensors;

/// <summary>Statistics of the values of a tensor. Minimum, maximum, mean and deviation are those of the finite values.</summary>
internal sealed class TensorStatistics
{
    /// <summary>Bars of the histogram at most.</summary>
    public const int MostBins = 64;

    private const int LeastBins = 5;

    /// <summary>Values that are read at most; of larger tensors a sample is.</summary>
    private const long MostRead = 1L << 27;

    private long _count;
    private long _finite;
    private double _origin;
    private double _sum;
    private double _squares;
    private double _binsPerUnit;

    /// <summary>A power of two by which values are multiplied before they are added up, so that huge and tiny ones have a sum and squares.</summary>
    private double _scale = 1;

    /// <summary>Values that are not a number.</summary>
    public long NaN { get; private set; }

    /// <summary>Values that are infinite, on either side.</summary>
    public long Infinite { get; private set; }

    /// <summary>Values that are zero.</summary>
    public long Zeros { get; private set; }

    /// <summary>True when there is a finite value, and so a minimum, maximum and mean.</summary>
    public bool HasRange => _finite > 0;

    /// <summary>The smallest finite value.</summary>
    public double Min { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest finite value.</summary>
    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>Mean of the finite values.</summary>
    public double Mean => (_origin + (_sum / _finite)) / _scale;

    /// <summary>Standard deviation of the finite values, with n − 1 as in <c>torch.std</c>; NaN for a single value.</summary>
    public double Std => Math.Sqrt(Math.Max(0, _squares - (_sum * _sum / _finite)) / (_finite - 1)) / _scale;

    /// <summary>Number of finite values in equal steps from <see cref="Min"/> to <see cref="Max"/>; empty without any.</summary>
    public long[] Histogram { get; private set; } = [];

    /// <summary>Which part of the values was read, in words; null when all were.</summary>
    public string? Sample { get; private init; }

    /// <summary>Reads a tensor twice: for the range, and for the histogram.</summary>
    /// <param name="tensor">A dense, real tensor; the caller keeps it.</param>
    public static TensorStatistics Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var distinct = Distinct(tensor);
        var repeats = distinct.numel() == 0 ? 1 : tensor.numel() / distinct.numel();
        var (read, sample) = Thin(distinct);
        var statistics = new TensorStatistics { Sample = sample };
        TensorValues.ForEachPiece(read, statistics.Add);
        if (statistics.HasRange)
        {
            // Adding 0 turns a negative zero into a plain one.
            (statistics.Min, statistics.Max) = (statistics.Min + 0.0, statistics.Max + 0.0);
            if (statistics.ChooseScale())
            {
                TensorValues.ForEachPiece(read, statistics.AddScaled);
            }

            statistics.ChooseBins(isWhole: !tensor.is_floating_point() && !tensor.is_complex());
            TensorValues.ForEachPiece(read, statistics.Count);
        }

        statistics.Repeat(repeats);
        return statistics;
    }

    /// <summary>The numbers in words, such as <c>min -1</c>, <c>mean 0.5</c>.</summary>
    public IEnumerable<string> Words()
    {
        if (HasRange)
        {
            yield return $"min {NumberFormat.Significant(Min)}";
            yield return $"mean {NumberFormat.Significant(Mean)}";
            yield return $"max {NumberFormat.Significant(Max)}";
            if (_finite > 1)
            {
                yield return $"std {NumberFormat.Significant(Std)}";
            }
        }

        foreach (var (count, name) in new[] { (NaN, "NaN"), (Infinite, "infinite"), (Zeros, Zeros == 1 ? "zero" : "zeros") })
        {
            if (count > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{count:N0} {name}");
            }
        }

        if (Sample is not null)
        {
            yield return Sample;
        }
    }

    /// <summary>
    /// Without what an expanded dimension repeats, and in the order of the memory: the same values, each once.
    /// </summary>
    private static Tensor Distinct(Tensor tensor)
    {
        var stride = tensor.stride();
        for (var dimension = 0; dimension < stride.Length; dimension++)
        {
            if (stride[dimension] == 0 && tensor.size(dimension) > 1)
            {
                tensor = tensor.narrow(dimension, 0, 1);
            }
        }

        return tensor.permute([.. Enumerable.Range(0, stride.Length).OrderByDescending(dimension => stride[dimension]).Select(dimension => (long)dimension)]);
    }

    private static (Tensor Read, string? Sample) Thin(Tensor tensor)
    {
        var all = tensor.numel();
        while (tensor.numel() > MostRead)
        {
            var shape = tensor.shape;
            var dimension = Array.IndexOf(shape, shape.Max());
            var step = Math.Min(shape[dimension], (tensor.numel() + MostRead - 1) / MostRead);
            tensor = tensor.slice(dimension, 0, shape[dimension], step);
        }

        return tensor.numel() == all
            ? (tensor, null)
            : (tensor, string.Create(CultureInfo.InvariantCulture, $"from a sample: {tensor.numel():N0} of {all:N0} values"));
    }

    private void Add(ReadOnlySpan<double> values)
    {
        _count += values.Length;
        if (_finite == 0)
        {
            // Deviations from a value of the tensor keep their digits when the mean is far from zero.
            var first = 0;
            while (first < values.Length && !double.IsFinite(values[first]))
            {
                first++;
            }

            _origin = first < values.Length ? values[first] : 0;
        }

        var vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        AddEach(TryAdd(vectors) ? values[(vectors.Length * Vector<double>.Count)..] : values);
        Infinite = _count - _finite - NaN;
    }

    /// <summary>Adds finite values, several at a time. Nothing is added when one is not, or is so large that its square is not.</summary>
    private bool TryAdd(ReadOnlySpan<Vector<double>> vectors)
    {
        var (min, max) = (new Vector<double>(double.PositiveInfinity), new Vector<double>(double.NegativeInfinity));
        var (sum, squares, zeros, origin) = (Vector<double>.Zero, Vector<double>.Zero, Vector<long>.Zero, new Vector<double>(_origin));
        foreach (var values in vectors)
        {
            min = Vector.Min(min, values);
            max = Vector.Max(max, values);
            zeros -= Vector.Equals(values, Vector<double>.Zero);
            var deviations = values - origin;
            sum += deviations;
            squares += deviations * deviations;
        }

        var allSquares = Vector.Sum(squares);
        if (vectors.IsEmpty || !double.IsFinite(allSquares))
        {
            return false;
        }

        for (var i = 0; i < Vector<double>.Count; i++)
        {
            (Min, Max) = (Math.Min(Min, min[i]), Math.Max(Max, max[i]));
        }

        _sum += Vector.Sum(sum);
        _squares += allSquares;
        Zeros += Vector.Sum(zeros);
        _finite += (long)vectors.Length * Vector<double>.Count;
        return true;
    }

    private void AddEach(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                NaN += double.IsNaN(value) ? 1 : 0;
                continue;
            }

            _finite++;
            Zeros += value == 0 ? 1 : 0;
            (Min, Max) = (Math.Min(Min, value), Math.Max(Max, value));
            var deviation = value - _origin;
            _sum += deviation;
            _squares += deviation * deviation;
        }
    }

    /// <summary>Whether the sums are out of the range of a double, or their squares below it: then begins them again, scaled.</summary>
    private bool ChooseScale()
    {
        const double Least = 1e-280;
        if (double.IsFinite(_squares) && double.IsFinite(_sum) && (_squares > Least || Max == Min))
        {
            return false;
        }

        // The largest is then between an eighth and a quarter, and a difference below one. A larger factor than 2^1000 is not needed.
        _scale = Math.ScaleB(1, Math.Min(1000, -3 - Math.ILogB(Math.Max(Math.Abs(Min), Math.Abs(Max)))));
        (_origin, _sum, _squares) = (_origin * _scale, 0, 0);
        return true;
    }

    private void AddScaled(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                var deviation = (value * _scale) - _origin;
                _sum += deviation;
                _squares += deviation * deviation;
            }
        }
    }

    /// <summary>
    /// As many bins as suit the number of values (D. Lane's Rice rule, 2·∛n); for whole numbers, each bin has room for equally many.
    /// </summary>
    private void ChooseBins(bool isWhole)
    {
        if (isWhole)
        {
            var all = Max - Min + 1;
            var perBin = Math.Ceiling(all / MostBins);
            (Histogram, _binsPerUnit) = (new long[(int)Math.Ceiling(all / perBin)], 1 / perBin);
        }
        else
        {
            Histogram = new long[(int)Math.Clamp(2 * Math.Cbrt(_finite), LeastBins, MostBins)];
            // Halves, for the range of doubles itself is no double.
            _binsPerUnit = Max > Min ? Histogram.Length / ((Max / 2) - (Min / 2)) / 2 : 0;
        }
    }

    private void Count(ReadOnlySpan<double> values)
    {
        // Halves, as above.
        var (bins, min, scale, last) = (Histogram, Min / 2, 2 * _binsPerUnit, Histogram.Length - 1);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                bins[Math.Clamp((int)(((value / 2) - min) * scale), 0, last)]++;
            }
        }
    }

    /// <summary>Counts each value as often as an expanded dimension repeats it.</summary>
    private void Repeat(long times)
    {
        (_count, _finite, NaN, Infinite, Zeros) = (_count * times, _finite * times, NaN * times, Infinite * times, Zeros * times);
        (_sum, _squares) = (_sum * times, _squares * times);
        Histogram = Array.ConvertAll(Histogram, count => count * times);
    }
}
