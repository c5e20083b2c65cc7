using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GhostNet.Data;

/// <summary>Resizes pictures to the same bits as PIL: rows first, then columns, both rounded to bytes. Holds scratch memory, which is used again: one for each thread.</summary>
internal sealed unsafe class PictureResizer
{
    /// <summary>Rows that are resized together, because they share their weights.</summary>
    private const int RowsTogether = 4;

    /// <summary>Bytes that are computed together in a column pass: four vectors of eight.</summary>
    private const int Block = 32;

    /// <summary>Bytes that may be read after the last pixel of a row: two pixels are loaded as eight bytes, and the second may be no pixel of it.</summary>
    private const int Overread = 8;

    private readonly ResizeWeights _columns = new();
    private readonly ResizeWeights _rows = new();
    private byte[] _narrow = [];
    private byte[] _tail = [];

    /// <summary>Resizes a part of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="interpolation">How the pixels are made.</param>
    /// <param name="channels">3 for colour, 1 for grey.</param>
    /// <param name="planes">Takes the result, <c>[C, H, W]</c>.</param>
    public void Resize(Picture picture, in ResizedAxis columns, in ResizedAxis rows, Interpolation interpolation, int channels, Span<byte> planes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(planes.Length, channels * columns.Count * rows.Count);
        _columns.Compute(picture.Width, columns, interpolation);
        _rows.Compute(picture.Height, rows, interpolation);

        // The rows that the second pass needs, and one more for its result.
        var firstRow = _rows.First[0];
        var rowCount = _rows.First[rows.Count - 1] + _rows.Taps - firstRow;
        var stride = ((columns.Count * Picture.Channels) + Block) / Block * Block;
        Grow(ref _narrow, checked((rowCount + 1) * stride));
        Grow(ref _tail, RowsTogether * ((picture.Width * Picture.Channels) + Overread));
        fixed (byte* narrow = _narrow)
        {
            ResizeRows(picture, firstRow, rowCount, columns.Count, narrow, stride);
            var result = narrow + ((long)rowCount * stride);
            for (var y = 0; y < rows.Count; y++)
            {
                var weights = _rows.Weights.Slice(y * _rows.Stride, _rows.Taps);
                ResizeColumns(narrow + ((long)(_rows.First[y] - firstRow) * stride), weights, result, stride);
                PixelPlanes.Write(new ReadOnlySpan<byte>(result, columns.Count * Picture.Channels), planes, channels, y * columns.Count, rows.Count * columns.Count);
            }
        }
    }

    /// <summary>The first pass: <paramref name="count"/> pixels, red, green, blue, in each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ResizeRows(Picture picture, int firstRow, int rowCount, int count, byte* target, int stride)
    {
        var last = rowCount - 1;
        fixed (byte* pixels = picture.Pixels, tail = _tail)
        fixed (int* weights = _columns.Weights)
        {
            for (var y = 0; y < rowCount; y += RowsTogether)
            {
                // Where there are fewer rows, the last one is done again.
                int y1 = Math.Min(y + 1, last), y2 = Math.Min(y + 2, last), y3 = Math.Min(y + 3, last);
                byte* row0 = Row(picture, pixels, tail, firstRow + y, 0), row1 = Row(picture, pixels, tail, firstRow + y1, 1);
                byte* row2 = Row(picture, pixels, tail, firstRow + y2, 2), row3 = Row(picture, pixels, tail, firstRow + y3, 3);
                byte* to0 = target + ((long)y * stride), to1 = target + ((long)y1 * stride);
                byte* to2 = target + ((long)y2 * stride), to3 = target + ((long)y3 * stride);
                var weight = weights;
                for (var x = 0; x < count; x++)
                {
                    Vector256<int> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
                    var from = (long)_columns.First[x] * Picture.Channels;
                    for (var end = weight + _columns.Stride; weight < end; weight += 2, from += 2 * Picture.Channels)
                    {
                        var pair = Vector256.Create(Vector128.Create(weight[0]), Vector128.Create(weight[1]));
                        sum0 += TwoPixels(row0 + from) * pair;
                        sum1 += TwoPixels(row1 + from) * pair;
                        sum2 += TwoPixels(row2 + from) * pair;
                        sum3 += TwoPixels(row3 + from) * pair;
                    }

                    StorePixel(sum0, to0 + (x * Picture.Channels));
                    StorePixel(sum1, to1 + (x * Picture.Channels));
                    StorePixel(sum2, to2 + (x * Picture.Channels));
                    StorePixel(sum3, to3 + (x * Picture.Channels));
                }
            }
        }
    }

    /// <summary>The second pass: one row of the result from some rows below each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ResizeColumns(byte* source, ReadOnlySpan<int> weights, byte* target, int stride)
    {
        for (var at = 0; at < stride; at += Block)
        {
            Vector256<int> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            var from = source + at;
            for (var tap = 0; tap < weights.Length; tap++, from += stride)
            {
                var weight = Vector256.Create(weights[tap]);
                sum0 += Integers(Vector128.CreateScalarUnsafe(*(ulong*)from).AsByte()) * weight;
                sum1 += Integers(Vector128.CreateScalarUnsafe(*(ulong*)(from + 8)).AsByte()) * weight;
                sum2 += Integers(Vector128.CreateScalarUnsafe(*(ulong*)(from + 16)).AsByte()) * weight;
                sum3 += Integers(Vector128.CreateScalarUnsafe(*(ulong*)(from + 24)).AsByte()) * weight;
            }

            var low = Vector256.Narrow(Round(sum0).AsUInt32(), Round(sum1).AsUInt32());
            var high = Vector256.Narrow(Round(sum2).AsUInt32(), Round(sum3).AsUInt32());
            Vector256.Narrow(low, high).Store(target + at);
        }
    }

    /// <summary>A row of the picture; a copy of it where there is not enough memory behind it.</summary>
    private static byte* Row(Picture picture, byte* pixels, byte* tail, int row, int slot)
    {
        var length = (long)picture.Width * Picture.Channels;
        if (((row + 1) * length) + Overread <= picture.Pixels.LongLength)
        {
            return pixels + (row * length);
        }

        var copy = tail + (slot * (length + Overread));
        Buffer.MemoryCopy(pixels + (row * length), copy, length, length);
        return copy;
    }

    /// <summary>Red, green, blue and 0 of two pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> TwoPixels(byte* from) => Integers(Vector128.Shuffle(
        Vector128.CreateScalarUnsafe(*(ulong*)from).AsByte(), Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 255, 255, 255, 255, 255, 255, 255, 255)));

    /// <summary>The lower eight bytes as integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Integers(Vector128<byte> bytes)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.ConvertToVector256Int32(bytes);
        }

        var (low, high) = Vector128.Widen(Vector128.WidenLower(bytes));
        return Vector256.Create(low, high).AsInt32();
    }

    /// <summary>Adds the halves of a sum and writes red, green, blue and one byte that the next pixel overwrites.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePixel(Vector256<int> sum, byte* target)
    {
        var pixel = Vector128.Clamp(
            (sum.GetLower() + sum.GetUpper() + Vector128.Create(ResizeWeights.Half)) >> ResizeWeights.Bits, Vector128<int>.Zero, Vector128.Create(255));
        *(uint*)target = Vector128.Shuffle(
            pixel.AsByte(), Vector128.Create((byte)0, 4, 8, 12, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)).AsUInt32().ToScalar();
    }

    /// <summary>Levels from 0 to 255; a half is rounded up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Round(Vector256<int> sum) => Vector256.Clamp(
        (sum + Vector256.Create(ResizeWeights.Half)) >> ResizeWeights.Bits, Vector256<int>.Zero, Vector256.Create(255));

    private static void Grow(ref byte[] array, int length)
    {
        if (array.Length < length)
        {
            array = GC.AllocateUninitializedArray<byte>(length);
        }
    }
}
