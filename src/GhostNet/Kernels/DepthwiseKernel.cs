using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GhostNet.Kernels;

/// <summary>The backward pass of a depthwise convolution on channels-last float32 memory.</summary>
/// <remarks>
/// libtorch falls back to a general matrix product at stride 2 and on maps that are hardly larger than the kernel, and is
/// 5 to 100 times slower there. Taps that would only see padding are never visited here.
/// </remarks>
internal static unsafe class DepthwiseKernel
{
    /// <summary>Fewer channels than a vector have to go another way.</summary>
    public const int MinimumChannels = ChannelsLastLayout.Lanes;

    /// <summary>Computes both gradients.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">Input, <c>[N, H, W, C]</c>.</param>
    /// <param name="weight">Kernels, <c>[k·k, C]</c>.</param>
    /// <param name="gradient">Gradient of the output, <c>[N, OutH, OutW, C]</c>.</param>
    /// <param name="inputGradient">Filled: gradient of the input, <c>[N, H, W, C]</c>.</param>
    /// <returns>The gradient of the kernels, <c>[k·k, C]</c>.</returns>
    public static float[] Gradients(DepthwiseShape shape, float* x, float[] weight, float* gradient, float* inputGradient)
    {
        var parts = Math.Clamp(shape.Images, 1, ThreadTeam.Size);
        var sums = new float[parts][];
        ThreadTeam.Run(parts, part =>
        {
            var sum = new float[weight.Length];
            fixed (float* w = weight, s = sum)
            {
                int first = (int)((long)shape.Images * part / parts), end = (int)((long)shape.Images * (part + 1) / parts);
                for (var image = first; image < end; image++)
                {
                    var input = (long)image * shape.Height * shape.Width * shape.Channels;
                    var output = (long)image * shape.OutHeight * shape.OutWidth * shape.Channels;
                    OneImage(shape, x + input, w, gradient + output, inputGradient + input, s);
                }
            }

            sums[part] = sum;
        });
        for (var part = 1; part < parts; part++)
        {
            for (var i = 0; i < weight.Length; i++)
            {
                sums[0][i] += sums[part][i];
            }
        }

        return sums[0];
    }

    private static void OneImage(DepthwiseShape shape, float* x, float* weight, float* gradient, float* inputGradient, float* sums)
    {
        new Span<float>(inputGradient, shape.Height * shape.Width * shape.Channels).Clear();
        int kernel = shape.Kernel, padding = kernel / 2, channels = shape.Channels, width = shape.Width;
        for (var oy = 0; oy < shape.OutHeight; oy++)
        {
            var top = oy * shape.Stride - padding;
            int firstY = Math.Max(0, -top), endY = Math.Min(kernel, shape.Height - top);
            for (var ox = 0; ox < shape.OutWidth; ox++, gradient += channels)
            {
                var left = ox * shape.Stride - padding;
                int firstX = Math.Max(0, -left), endX = Math.Min(kernel, width - left);
                for (var ky = firstY; ky < endY; ky++)
                {
                    for (var kx = firstX; kx < endX; kx++)
                    {
                        var pixel = ((top + ky) * width + left + kx) * channels;
                        var tap = (ky * kernel + kx) * channels;
                        Tap(x + pixel, weight + tap, gradient, inputGradient + pixel, sums + tap, channels);
                    }
                }
            }
        }
    }

    /// <summary>One tap at one place, for all channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tap(float* x, float* weight, float* gradient, float* inputGradient, float* sums, int channels)
    {
        var v = 0;
        for (; v <= channels - ChannelsLastLayout.Lanes; v += ChannelsLastLayout.Lanes)
        {
            var g = Vector256.Load(gradient + v);
            Vector256.MultiplyAddEstimate(g, Vector256.Load(weight + v), Vector256.Load(inputGradient + v)).Store(inputGradient + v);
            Vector256.MultiplyAddEstimate(g, Vector256.Load(x + v), Vector256.Load(sums + v)).Store(sums + v);
        }

        for (; v < channels; v++)
        {
            inputGradient[v] = float.MultiplyAddEstimate(gradient[v], weight[v], inputGradient[v]);
            sums[v] = float.MultiplyAddEstimate(gradient[v], x[v], sums[v]);
        }
    }
}
