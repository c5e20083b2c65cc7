namespace GhostNet.Data;

/// <summary>Changes for which a pixel needs others, in PIL's arithmetic. All work on square planes <c>[3, H, W]</c>, in place, with scratch memory for one plane.</summary>
internal static class PictureWarps
{
    /// <summary>Away from (above 1) or towards (0) a smoothed picture: PIL's filter SMOOTH. Pixels of the border stay.</summary>
    public static void Sharpness(Span<byte> planes, int side, Span<byte> scratch, double factor)
    {
        const int Total = 13;
        for (var size = side * side; planes.Length > 0; planes = planes[size..])
        {
            var plane = planes[..size];
            plane.CopyTo(scratch);
            for (var y = 1; y < side - 1; y++)
            {
                ReadOnlySpan<byte> above = scratch.Slice((y - 1) * side, side), here = scratch.Slice(y * side, side), below = scratch.Slice((y + 1) * side, side);
                var row = plane.Slice(y * side, side);
                for (var x = 1; x < side - 1; x++)
                {
                    var sum = above[x - 1] + above[x] + above[x + 1] + here[x - 1] + (5 * here[x]) + here[x + 1] + below[x - 1] + below[x] + below[x + 1];
                    row[x] = PictureColors.Blend((sum + (Total / 2)) / Total, here[x], (float)factor);
                }
            }
        }
    }

    /// <summary>Moves rows along x by a number of pixels that grows with y.</summary>
    public static void ShearX(Span<byte> planes, int side, Span<byte> scratch, double level) => Transform(planes, side, scratch, [1, level, 0, 0, 1, 0]);

    /// <summary>Moves columns along y by a number of pixels that grows with x.</summary>
    public static void ShearY(Span<byte> planes, int side, Span<byte> scratch, double level) => Transform(planes, side, scratch, [1, 0, 0, level, 1, 0]);

    /// <summary>Moves the picture right and down.</summary>
    public static void Translate(Span<byte> planes, int side, Span<byte> scratch, int right, int down) =>
        Transform(planes, side, scratch, [1, 0, -right, 0, 1, -down]);

    /// <summary>Turns the picture about its centre, counterclockwise.</summary>
    public static void Rotate(Span<byte> planes, int side, Span<byte> scratch, double degrees)
    {
        double sine = -Math.Sin(double.DegreesToRadians(degrees)), cosine = Math.Cos(double.DegreesToRadians(degrees)), centre = side / 2.0;
        Transform(planes, side, scratch, [cosine, sine, centre - (centre * (cosine + sine)), -sine, cosine, centre - (centre * (cosine - sine))]);
    }

    /// <summary>Takes each pixel from where a matrix says, in fixed point with 16 bits behind the point; from outside, black.</summary>
    private static void Transform(Span<byte> planes, int side, Span<byte> scratch, ReadOnlySpan<double> matrix)
    {
        int acrossX = Fixed(matrix[0]), acrossY = Fixed(matrix[3]), downX = Fixed(matrix[1]), downY = Fixed(matrix[4]);
        var startX = Fixed(matrix[2] + (matrix[0] * 0.5) + (matrix[1] * 0.5));
        var startY = Fixed(matrix[5] + (matrix[3] * 0.5) + (matrix[4] * 0.5));
        for (var size = side * side; planes.Length > 0; planes = planes[size..])
        {
            planes[..size].CopyTo(scratch);
            for (var y = 0; y < side; y++)
            {
                var row = planes.Slice(y * side, side);
                int fromX = startX + (y * downX), fromY = startY + (y * downY);
                for (var x = 0; x < side; x++, fromX += acrossX, fromY += acrossY)
                {
                    int column = fromX >> 16, line = fromY >> 16;
                    row[x] = (uint)column < (uint)side && (uint)line < (uint)side ? scratch[(line * side) + column] : (byte)0;
                }
            }
        }

        static int Fixed(double value) => (int)Math.Floor((value * 65536) + 0.5);
    }
}
