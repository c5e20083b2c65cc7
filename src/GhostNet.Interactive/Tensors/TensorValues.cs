using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tensors;

/// <summary>Reads the values of a tensor as float64, whatever its type, strides and device, and never more than a piece at a time.</summary>
internal static class TensorValues
{
    /// <summary>Values per piece: 1 MB, which stays in a core's cache while it is used.</summary>
    private const int PieceSize = 1 << 17;

    /// <summary>Hands out all values, piece by piece, in the order of their indices.</summary>
    /// <param name="tensor">A dense, real tensor; the caller keeps it.</param>
    /// <param name="use">Told each piece. The memory is filled again afterwards.</param>
    public static void ForEachPiece(Tensor tensor, Action<ReadOnlySpan<double>> use)
    {
        using var noGradient = no_grad();
        using var buffer = empty(Math.Min(tensor.numel(), PieceSize), ScalarType.Float64, CPU);
        Read(tensor, buffer, use);
    }

    /// <summary>All values in one array.</summary>
    /// <param name="tensor">A dense, real tensor of few values; the caller keeps it.</param>
    public static double[] ToArray(Tensor tensor)
    {
        var values = new double[tensor.numel()];
        var done = 0;
        ForEachPiece(tensor, piece =>
        {
            piece.CopyTo(values.AsSpan(done));
            done += piece.Length;
        });
        return values;
    }

    private static void Read(Tensor tensor, Tensor buffer, Action<ReadOnlySpan<double>> use)
    {
        var count = tensor.numel();
        if (count == 0)
        {
            return;
        }

        var shape = tensor.shape;
        if (count <= PieceSize)
        {
            using var scope = NewDisposeScope();
            var piece = buffer.narrow(0, 0, count);
            piece.view(shape).copy_(tensor);
            use(MemoryMarshal.Cast<byte, double>(piece.bytes));
            return;
        }

        var first = Array.FindIndex(shape, size => size > 1);
        var rows = Math.Max(1, PieceSize / (count / shape[first]));
        for (long row = 0; row < shape[first]; row += rows)
        {
            using var part = tensor.narrow(first, row, Math.Min(rows, shape[first] - row));
            Read(part, buffer, use);
        }
    }
}
