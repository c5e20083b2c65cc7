using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Kernels;

/// <summary>The loops of prediction over float32 pixels <c>[H, W, C]</c>, on one thread.</summary>
/// <remarks>
/// A stride is the distance of two pixels in memory: more than the channels when they are a part of a wider pixel. The last
/// vector of a pixel overlaps the one before it where the number of channels is no multiple of a vector.
/// </remarks>
internal static unsafe class PredictionKernel
{
    private const int Lanes = ChannelsLastLayout.Lanes;

    /// <summary>Whether these loops can read the tensor.</summary>
    public static bool CanTake(Tensor pixels) => pixels.device_type == DeviceType.CPU && pixels.dtype == ScalarType.Float32;

    /// <summary><c>y = max(x + bias, floor)</c> for each pixel; <paramref name="x"/> and <paramref name="y"/> may be the same.</summary>
    public static void AddBias(float* x, int xStride, float* y, int yStride, long pixels, int channels, float* bias, float floor)
    {
        var (last, floors) = (channels - Lanes, Vector256.Create(floor));
        for (; pixels > 0; pixels--, x += xStride, y += yStride)
        {
            if (last < 0)
            {
                for (var c = 0; c < channels; c++)
                {
                    y[c] = Math.Max(x[c] + bias[c], floor);
                }

                continue;
            }

            // Read before the loop below writes, because both may share their memory.
            var end = Vector256.Max(Vector256.Load(x + last) + Vector256.Load(bias + last), floors);
            for (var c = 0; c < last; c += Lanes)
            {
                Vector256.Max(Vector256.Load(x + c) + Vector256.Load(bias + c), floors).Store(y + c);
            }

            end.Store(y + last);
        }
    }

    /// <summary>A depthwise convolution of one image with what is added and the ReLU. Taps that would only see padding are not visited.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">The first pixel of the image.</param>
    /// <param name="xStride">Distance of two pixels of the image.</param>
    /// <param name="taps">Kernels, <c>[height · width, C]</c>.</param>
    /// <param name="tapStride">Distance of two taps.</param>
    /// <param name="bias">What is added, <c>[C]</c>.</param>
    /// <param name="y">The first pixel of the output.</param>
    /// <param name="yStride">Distance of two pixels of the output.</param>
    /// <param name="floor">Smallest value of the output.</param>
    public static void Depthwise(
        DepthwiseShape shape, float* x, int xStride, float* taps, int tapStride, float* bias, float* y, int yStride, float floor)
    {
        var (kernel, kernelWidth, rowStride) = (shape.Kernel, shape.KernelWidth, shape.Width * xStride);
        for (var oy = 0; oy < shape.OutHeight; oy++)
        {
            var top = oy * shape.Stride - kernel / 2;
            int firstY = Math.Max(0, -top), endY = Math.Min(kernel, shape.Height - top);
            for (var ox = 0; ox < shape.OutWidth; ox++, y += yStride)
            {
                var left = ox * shape.Stride - kernelWidth / 2;
                int firstX = Math.Max(0, -left), endX = Math.Min(kernelWidth, shape.Width - left);
                var window = new Window(
                    x + (top + firstY) * rowStride + (left + firstX) * xStride,
                    rowStride,
                    xStride,
                    taps + (firstY * kernelWidth + firstX) * tapStride,
                    kernelWidth * tapStride,
                    tapStride,
                    endY - firstY,
                    endX - firstX);
                Pixel(window, shape.Channels, bias, y, floor);
            }
        }
    }

    private static void Pixel(in Window window, int channels, float* bias, float* y, float floor)
    {
        if (channels < Lanes)
        {
            for (var c = 0; c < channels; c++)
            {
                y[c] = Math.Max(window.Sum(c, bias[c]), floor);
            }

            return;
        }

        var floors = Vector256.Create(floor);
        for (var c = 0; c < channels; c += Lanes)
        {
            var at = Math.Min(c, channels - Lanes);
            Vector256.Max(window.Sum(at, Vector256.Load(bias + at)), floors).Store(y + at);
        }
    }

    /// <summary>The taps of a kernel that see the image at one place, and what they see.</summary>
    private readonly struct Window(float* x, int xRow, int xPixel, float* taps, int tapRow, int tapStride, int rows, int columns)
    {
        /// <summary>Adds what the taps make of eight channels from <paramref name="channel"/> on.</summary>
        public Vector256<float> Sum(int channel, Vector256<float> sum)
        {
            if (rows == 3 && columns == 3)
            {
                return SumOfNine(channel, sum);
            }

            for (var row = 0; row < rows; row++)
            {
                float* pixel = x + row * xRow + channel, tap = taps + row * tapRow + channel;
                for (var column = 0; column < columns; column++, pixel += xPixel, tap += tapStride)
                {
                    sum = Vector256.MultiplyAddEstimate(Vector256.Load(pixel), Vector256.Load(tap), sum);
                }
            }

            return sum;
        }

        /// <summary>Adds what the taps make of one channel.</summary>
        public float Sum(int channel, float sum)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    sum = float.MultiplyAddEstimate(
                        x[row * xRow + column * xPixel + channel], taps[row * tapRow + column * tapStride + channel], sum);
                }
            }

            return sum;
        }

        /// <summary>All of a 3×3 kernel, the usual case: no loop, and three rows that do not wait for each other.</summary>
        private Vector256<float> SumOfNine(int channel, Vector256<float> sum)
        {
            float* top = x + channel, middle = top + xRow, bottom = middle + xRow;
            float* first = taps + channel, second = first + tapRow, third = second + tapRow;
            return Row(top, first, sum) + (Row(middle, second, Vector256<float>.Zero) + Row(bottom, third, Vector256<float>.Zero));
        }

        private Vector256<float> Row(float* pixel, float* tap, Vector256<float> sum)
        {
            sum = Vector256.MultiplyAddEstimate(Vector256.Load(pixel), Vector256.Load(tap), sum);
            sum = Vector256.MultiplyAddEstimate(Vector256.Load(pixel + xPixel), Vector256.Load(tap + tapStride), sum);
            return Vector256.MultiplyAddEstimate(Vector256.Load(pixel + xPixel * 2), Vector256.Load(tap + tapStride * 2), sum);
        }
    }
}
