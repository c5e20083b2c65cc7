using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Inspection;

/// <summary>Fits the cheap operation from every map to every other map at once, by the normal equations.</summary>
/// <remarks>
/// All fits from one source share its Gram matrix: d²+1 rows, the shifted copies of the map and a row of ones for the bias.
/// So for 64 maps of 56×56 there are 64 small systems with 64 right-hand sides each, and one matrix product that makes them.
/// Sums are in float64.
/// </remarks>
internal static class GhostFit
{
    /// <summary>Sources at a time, at most: this bounds the memory of the systems.</summary>
    private const int MostSources = 64;

    /// <summary>Numbers in the shifted copies at a time: 32 MB, unless a single map has more.</summary>
    private const long NumbersAtOnce = 4 << 20;

    /// <summary>Added to the diagonal of the Gram matrix, of which each number is near 1, so that it can always be solved.</summary>
    private const double Ridge = 1e-12;

    /// <summary>A map whose deviation is below this share of its size is constant as far as float32 can tell.</summary>
    private const double Constant = 1e-6;

    /// <summary>R² that differ by less are equal, so that rounding does not choose the source.</summary>
    private const double Tie = 1e-9;

    /// <summary>The best pair of each map that varies, the best first.</summary>
    public static IReadOnlyList<GhostPair> Best(FeatureMaps maps, int kernel)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var all = tensor(maps.Values, [maps.Images, maps.Channels, maps.Height, maps.Width]).to(ScalarType.Float64);
        double[] means = PerMap(all), sizes = PerMap(all.square()), deviations = PerMap((all - all.mean([0, 2, 3], keepdim: true)).square());
        for (var map = 0; map < maps.Channels; map++)
        {
            (sizes[map], deviations[map]) = (Math.Sqrt(sizes[map]), Math.Sqrt(deviations[map]));
        }

        var varying = Enumerable.Range(0, maps.Channels).Where(map => deviations[map] > Constant * sizes[map]).ToArray();
        if (varying.Length < 2)
        {
            return [];
        }

        // Whatever their units, all maps enter with size 1 and are predicted with mean 0 and deviation 1.
        all = all.index_select(1, tensor(Array.ConvertAll(varying, map => (long)map)));
        var sources = all / Of(sizes);
        var targets = (all - Of(means)) / Of(deviations);
        var best = new GhostPair?[varying.Length];
        var unknowns = kernel * kernel + 1;
        var step = (int)Math.Clamp(NumbersAtOnce / ((long)unknowns * maps.Height * maps.Width), 1, MostSources);
        for (var first = 0; first < varying.Length; first += step)
        {
            AmbientCancellation.ThrowIfCancelled();
            using var block = NewDisposeScope();
            var count = Math.Min(step, varying.Length - first);
            var (coefficients, scores) = Fit(sources.narrow(1, first, count), targets, kernel);
            for (var source = 0; source < count; source++)
            {
                for (var ghost = 0; ghost < varying.Length; ghost++)
                {
                    var score = Math.Clamp(scores[source * varying.Length + ghost], 0, 1);
                    if (first + source != ghost && (best[ghost] is not { } known || score > known.R2 + Tie))
                    {
                        best[ghost] = Pair(first + source, ghost, score, coefficients, source * unknowns * varying.Length + ghost);
                    }
                }
            }
        }

        return [.. best.Select(pair => pair!).OrderByDescending(pair => Math.Round(pair.R2 / Tie)).ThenBy(pair => pair.Ghost)];

        static double[] PerMap(Tensor values) => values.mean([0, 2, 3]).data<double>().ToArray();

        Tensor Of(double[] numbers) => tensor(Array.ConvertAll(varying, map => numbers[map]), [1, varying.Length, 1, 1]);

        // Back to the maps' own units. The coefficients of a pair lie a row apart: first the taps, then the bias.
        GhostPair Pair(int source, int ghost, double score, double[] coefficients, int offset)
        {
            int from = varying[source], to = varying[ghost];
            var taps = new double[kernel, kernel];
            for (var tap = 0; tap < taps.Length; tap++, offset += varying.Length)
            {
                taps[tap / kernel, tap % kernel] = coefficients[offset] * deviations[to] / sizes[from];
            }

            return new GhostPair(from, to, taps, means[to] + coefficients[offset] * deviations[to], score);
        }
    }

    /// <summary>Fits all targets <c>[N, C, H, W]</c> from each of the sources <c>[N, b, H, W]</c>.</summary>
    /// <returns>The kernels with their biases, <c>[b, d²+1, C]</c>, and R², <c>[b, C]</c>.</returns>
    private static (double[] Coefficients, double[] Scores) Fit(Tensor sources, Tensor targets, int kernel)
    {
        long images = targets.size(0), count = sources.size(1), pixels = targets.size(2) * targets.size(3), unknowns = kernel * kernel + 1;
        var gram = eye(unknowns, dtype: ScalarType.Float64) * Ridge + zeros([count, 1, 1], ScalarType.Float64);
        var products = zeros([count, unknowns, targets.size(1)], ScalarType.Float64);
        var step = Math.Max(1, NumbersAtOnce / (count * unknowns * pixels));
        for (var first = 0L; first < images; first += step)
        {
            using var part = NewDisposeScope();
            var some = Math.Min(step, images - first);
            var shifted = nn.functional.unfold(sources.narrow(0, first, some), kernel, padding: kernel / 2)
                .view(some, count, unknowns - 1, pixels).permute(1, 2, 0, 3).reshape(count, unknowns - 1, some * pixels);
            var rows = cat([shifted, ones([count, 1, some * pixels], ScalarType.Float64)], 1);
            var wanted = targets.narrow(0, first, some).permute(0, 2, 3, 1).reshape(some * pixels, -1);
            var share = 1.0 / (images * pixels);
            gram.add_(rows.bmm(rows.transpose(1, 2)), share);
            products.add_(rows.flatten(0, 1).mm(wanted).view(count, unknowns, -1), share);
        }

        // The variance of a target is 1, so what the fit explains of it is R².
        var coefficients = linalg.solve(gram, products);
        return (coefficients.contiguous().data<double>().ToArray(), (coefficients * products).sum(1).contiguous().data<double>().ToArray());
    }
}
