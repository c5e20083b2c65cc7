using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GhostNet.Kernels;

/// <summary>Batch normalisation, with or without a ReLU after it, over channels-last float32 memory.</summary>
/// <remarks>
/// libtorch's kernel is up to ten times slower than memory where the number of channels is no multiple of its vector, as
/// in most layers of GhostNet. These loops run at the speed of memory for any number of channels, and save the ReLU's
/// own passes. Arguments of type <c>float[]</c> hold one number per channel, repeated over a group of rows.
/// </remarks>
internal static unsafe class BatchNormKernel
{
    /// <summary>What is summed in float32 before it is added in float64: a piece that fits into the first-level cache.</summary>
    private const int PieceLength = 4096;

    /// <summary>The sums over all rows of <c>x − origin</c> and of its square, one number per channel.</summary>
    public static PerChannelSums SumSquares(float* x, ChannelsLastLayout layout, float[] origin) =>
        SumInParts(
            layout,
            (piece, groups, length, sums) =>
            {
                for (var v = 0; v < length; v += ChannelsLastLayout.Lanes)
                {
                    SumSquares(x + piece + v, groups, length, Vector256.LoadUnsafe(ref origin[v]), out var sum, out var square);
                    sums.Add(v, sum, square);
                }
            },
            (element, lane, sums) =>
            {
                var deviation = (double)x[element] - origin[lane];
                sums.Add(lane, deviation, deviation * deviation);
            });

    /// <summary><c>y = x · scale + shift</c>; with <paramref name="relu"/> <c>max(0, y)</c>.</summary>
    public static void Normalize(float* x, float* y, ChannelsLastLayout layout, float[] scale, float[] shift, bool relu)
    {
        var floor = relu ? 0 : float.NegativeInfinity;
        ForEachPart(
            layout,
            (first, length) => Normalize(x + first, y + first, length, scale, shift, floor),
            (element, lane) => y[element] = Math.Max(float.MultiplyAddEstimate(x[element], scale[lane], shift[lane]), floor));
    }

    /// <summary>The sums over all rows of the gradient and of <c>gradient · (x − mean)</c>, one number per channel.</summary>
    public static PerChannelSums SumGradients(
        float* x, float* gradient, ChannelsLastLayout layout, float[] mean, float[] scale, float[] shift, bool relu)
    {
        var floor = relu ? 0 : float.NegativeInfinity;
        return SumInParts(
            layout,
            (piece, groups, length, sums) =>
            {
                for (var v = 0; v < length; v += ChannelsLastLayout.Lanes)
                {
                    SumGradients(
                        x + piece + v,
                        gradient + piece + v,
                        groups,
                        length,
                        Vector256.LoadUnsafe(ref mean[v]),
                        Vector256.LoadUnsafe(ref scale[v]),
                        Vector256.LoadUnsafe(ref shift[v]),
                        floor,
                        out var sum,
                        out var product);
                    sums.Add(v, sum, product);
                }
            },
            (element, lane, sums) =>
            {
                double g = Masked(x[element], gradient[element], scale[lane], shift[lane], floor);
                sums.Add(lane, g, g * ((double)x[element] - mean[lane]));
            });
    }

    /// <summary><c>result = (gradient + x · b + c) · scale</c>, where the gradient is zero behind a closed ReLU.</summary>
    public static void InputGradient(
        float* x, float* gradient, float* result, ChannelsLastLayout layout, float[] scale, float[] shift, bool relu, float[] b, float[] c)
    {
        var floor = relu ? 0 : float.NegativeInfinity;
        ForEachPart(
            layout,
            (first, length) => InputGradient(x + first, gradient + first, result + first, length, scale, shift, floor, b, c),
            (element, lane) =>
            {
                var g = Masked(x[element], gradient[element], scale[lane], shift[lane], floor);
                result[element] = (g + (x[element] * b[lane] + c[lane])) * scale[lane];
            });
    }

    // The inner loops stand in methods of their own: there, pointers and coefficients stay in registers. They are optimised at once,
    // so that the first step of a training does not run them unoptimised.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumSquares(
        float* x, int groups, int stride, Vector256<float> origin, out Vector256<float> sum, out Vector256<float> square)
    {
        Vector256<float> s = default, q = default;
        for (; groups > 0; groups--, x += stride)
        {
            var deviation = Vector256.Load(x) - origin;
            s += deviation;
            q = Vector256.MultiplyAddEstimate(deviation, deviation, q);
        }

        (sum, square) = (s, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize(float* x, float* y, int length, float[] scale, float[] shift, float floor)
    {
        var floors = Vector256.Create(floor);
        fixed (float* a = scale, b = shift)
        {
            for (var v = 0; v < length; v += ChannelsLastLayout.Lanes)
            {
                var value = Vector256.MultiplyAddEstimate(Vector256.Load(x + v), Vector256.Load(a + v), Vector256.Load(b + v));
                Vector256.Max(value, floors).Store(y + v);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumGradients(
        float* x,
        float* gradient,
        int groups,
        int stride,
        Vector256<float> mean,
        Vector256<float> scale,
        Vector256<float> shift,
        float floor,
        out Vector256<float> sum,
        out Vector256<float> product)
    {
        var floors = Vector256.Create(floor);
        Vector256<float> s = default, p = default;
        for (; groups > 0; groups--, x += stride, gradient += stride)
        {
            var value = Vector256.Load(x);
            var g = Masked(value, Vector256.Load(gradient), scale, shift, floors);
            s += g;
            p = Vector256.MultiplyAddEstimate(g, value - mean, p);
        }

        (sum, product) = (s, p);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InputGradient(
        float* x, float* gradient, float* result, int length, float[] scale, float[] shift, float floor, float[] b, float[] c)
    {
        var floors = Vector256.Create(floor);
        fixed (float* scales = scale, shifts = shift, factors = b, constants = c)
        {
            for (var v = 0; v < length; v += ChannelsLastLayout.Lanes)
            {
                var value = Vector256.Load(x + v);
                var factor = Vector256.Load(scales + v);
                var g = Masked(value, Vector256.Load(gradient + v), factor, Vector256.Load(shifts + v), floors);
                var rest = Vector256.MultiplyAddEstimate(value, Vector256.Load(factors + v), Vector256.Load(constants + v));
                ((g + rest) * factor).Store(result + v);
            }
        }
    }

    private static Vector256<float> Masked(
        Vector256<float> x, Vector256<float> gradient, Vector256<float> scale, Vector256<float> shift, Vector256<float> floor) =>
        gradient & Vector256.GreaterThan(Vector256.MultiplyAddEstimate(x, scale, shift), floor);

    private static float Masked(float x, float gradient, float scale, float shift, float floor) =>
        float.MultiplyAddEstimate(x, scale, shift) > floor ? gradient : 0;

    /// <summary>Handles <c>length</c> elements, a multiple of a group, from element <c>first</c> on.</summary>
    private delegate void RangeKernel(long first, int length);

    /// <summary>Handles one element beside the groups.</summary>
    private delegate void ElementKernel(long element, int lane);

    /// <summary>Adds <c>groups</c> groups of <c>length</c> elements from element <c>piece</c> on.</summary>
    private delegate void SumKernel(long piece, int groups, int length, PerChannelSums sums);

    /// <summary>Adds one element beside the groups.</summary>
    private delegate void ElementSumKernel(long element, int lane, PerChannelSums sums);

    private static void ForEachPart(ChannelsLastLayout layout, RangeKernel group, ElementKernel rest) =>
        ThreadTeam.Run(layout.Parts, part =>
        {
            var (element, end, length) = (layout.First(part), layout.First(part + 1), layout.GroupLength);
            for (; end - element >= length; element += length)
            {
                group(element, length);
            }

            for (var lane = 0; element < end; element++, lane++)
            {
                rest(element, lane);
            }
        });

    private static PerChannelSums SumInParts(ChannelsLastLayout layout, SumKernel addPiece, ElementSumKernel addElement)
    {
        var sums = SumPieces(layout, addPiece, addElement);

        // A piece of large numbers overflows float32, in which it is summed; one by one they are added in float64.
        return sums.AreFinite ? sums : SumPieces(layout, AddOneByOne, addElement);

        void AddOneByOne(long piece, int groups, int length, PerChannelSums sum)
        {
            for (var i = 0; i < groups * length; i++)
            {
                addElement(piece + i, i % length, sum);
            }
        }
    }

    private static PerChannelSums SumPieces(ChannelsLastLayout layout, SumKernel addPiece, ElementSumKernel addElement)
    {
        var sums = new PerChannelSums[layout.Parts];
        ThreadTeam.Run(layout.Parts, part =>
        {
            var (element, end, length) = (layout.First(part), layout.First(part + 1), layout.GroupLength);
            var sum = new PerChannelSums(length);
            var groupsInPiece = Math.Max(1, PieceLength / length);
            while (end - element >= length)
            {
                var groups = (int)Math.Min(groupsInPiece, (end - element) / length);
                addPiece(element, groups, length, sum);
                element += (long)groups * length;
            }

            for (var lane = 0; element < end; element++, lane++)
            {
                addElement(element, lane, sum);
            }

            sums[part] = sum;
        });
        return PerChannelSums.Fold(sums, layout.Channels);
    }
}
