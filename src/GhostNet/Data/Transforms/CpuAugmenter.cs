using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GhostNet.Data;

/// <summary>Crops, mirrors, cuts out and normalises images on the CPU, from bytes straight to floats.</summary>
internal sealed class CpuAugmenter
{
    private readonly ImageDataset _dataset;
    private readonly int _cutout;
    private readonly float[] _scale;
    private readonly float[] _bias;

    public CpuAugmenter(ImageDataset dataset, int cutout)
    {
        _dataset = dataset;
        _cutout = cutout;
        (_scale, _bias) = Factors(dataset.Mean, dataset.Std);
    }

    /// <summary>What a pixel is multiplied by, for each channel.</summary>
    public ReadOnlySpan<float> Scale => _scale;

    /// <summary>What is added then, for each channel: also the value of a black pixel.</summary>
    public ReadOnlySpan<float> Bias => _bias;

    /// <summary>What a byte of each channel is multiplied by to be normalised, and what is added then.</summary>
    /// <param name="mean">Mean of each channel, in the range 0 to 1.</param>
    /// <param name="std">Standard deviation of each channel, in the range 0 to 1.</param>
    public static (float[] Scale, float[] Bias) Factors(IReadOnlyList<float> mean, IReadOnlyList<float> std) => (
        [.. std.Select(static deviation => (float)(1 / (255.0 * deviation)))],
        [.. mean.Zip(std, static (mean, deviation) => (float)(-(double)mean / deviation))]);

    /// <summary>Writes one image, <c>[C, H, W]</c>.</summary>
    public void Write(in AugmentationParameters parameters, Span<float> target)
    {
        int height = _dataset.Height, width = _dataset.Width;
        var image = _dataset.Pixels.AsSpan(parameters.Image * _dataset.ImageSize, _dataset.ImageSize);
        for (var channel = 0; channel < _dataset.Channels; channel++)
        {
            for (var y = 0; y < height; y++)
            {
                var row = target[..width];
                target = target[width..];
                var sourceY = y + parameters.Top;
                if ((uint)sourceY < (uint)height)
                {
                    WriteRow(image.Slice(((channel * height) + sourceY) * width, width), row, parameters.Left, _scale[channel], _bias[channel]);
                    if (parameters.Flip)
                    {
                        row.Reverse();
                    }
                }
                else
                {
                    row.Fill(_bias[channel]);
                }

                if ((uint)(y - parameters.CutTop) < (uint)_cutout)
                {
                    var from = Math.Max(parameters.CutLeft, 0);
                    row[from..Math.Max(from, Math.Min(parameters.CutLeft + _cutout, width))].Clear();
                }
            }
        }
    }

    /// <summary>A row that starts at column <paramref name="left"/> of the image, with black where the image has no pixel.</summary>
    private static void WriteRow(ReadOnlySpan<byte> source, Span<float> target, int left, float scale, float bias)
    {
        var width = target.Length;
        var before = Math.Clamp(-left, 0, width);
        var after = Math.Clamp(left, 0, width);
        var inside = Math.Max(0, width - before - after);
        target[..before].Fill(bias);
        target[(before + inside)..].Fill(bias);
        Normalize(source.Slice(Math.Min(after, width - inside), inside), target.Slice(before, inside), scale, bias);
    }

    /// <summary><c>target[i] = source[i] · scale + bias</c>, sixteen pixels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Normalize(ReadOnlySpan<byte> source, Span<float> target, float scale, float bias)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Length, source.Length);
        var step = Vector128<byte>.Count;
        if (source.Length < step)
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = (source[i] * scale) + bias;
            }

            return;
        }

        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var scales = Vector256.Create(scale);
        var biases = Vector256.Create(bias);
        for (var i = 0; i < source.Length; i += step)
        {
            // The last step goes back as far as it needs to be whole; it writes some pixels twice.
            var at = (nuint)Math.Min(i, source.Length - step);
            var wide = Vector256.WidenLower(Vector128.LoadUnsafe(ref from, at).ToVector256Unsafe());
            var (low, high) = Vector256.Widen(wide);
            ((Vector256.ConvertToSingle(low.AsInt32()) * scales) + biases).StoreUnsafe(ref to, at);
            ((Vector256.ConvertToSingle(high.AsInt32()) * scales) + biases).StoreUnsafe(ref to, at + (nuint)Vector256<float>.Count);
        }
    }
}
