namespace GhostNet.Data;

/// <summary>A shape about as large as the unit circle, given by its signed distance: negative inside, positive outside.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Distance">Signed distance of the point (x, y) to the edge.</param>
internal sealed record ShapeOutline(string Name, Func<double, double, double> Distance)
{
    /// <summary>The ten classes of <see cref="Shapes"/>.</summary>
    public static IReadOnlyList<ShapeOutline> All { get; } =
    [
        new("circle", static (x, y) => Disc(x, y, 0.95)),
        new("square", Polygon(-0.75, -0.75, 0.75, -0.75, 0.75, 0.75, -0.75, 0.75)),
        new("triangle", Polygon(RegularPoints(3, 1))),
        new("star", Polygon(StarPoints(5, 1.05, 0.42))),
        new("ring", static (x, y) => Math.Max(Disc(x, y, 0.95), -Disc(x, y, 0.5))),
        new("cross", Polygon(
            -0.3, -0.95, 0.3, -0.95, 0.3, -0.3, 0.95, -0.3, 0.95, 0.3, 0.3, 0.3,
            0.3, 0.95, -0.3, 0.95, -0.3, 0.3, -0.95, 0.3, -0.95, -0.3, -0.3, -0.3)),
        new("crescent", static (x, y) => Math.Max(Disc(x, y, 0.95), -Disc(x - 0.5, y, 0.75))),
        new("heart", Polygon(HeartPoints(36))),
        new("arrow", Polygon(-1, -0.22, 0.1, -0.22, 0.1, -0.7, 1, 0, 0.1, 0.7, 0.1, 0.22, -1, 0.22)),
        new("bar", Polygon(-1, -0.25, 1, -0.25, 1, 0.25, -1, 0.25)),
    ];

    private static double Disc(double x, double y, double radius) => Math.Sqrt((x * x) + (y * y)) - radius;

    private static double[] RegularPoints(int corners, double radius) => StarPoints(corners, radius, radius * Math.Cos(Math.PI / corners));

    /// <summary>Corners that lie on two circles in turn.</summary>
    private static double[] StarPoints(int corners, double outer, double inner) => Points(2 * corners, i =>
    {
        var (sin, cos) = Math.SinCos(Math.PI * i / corners);
        var radius = i % 2 == 0 ? outer : inner;
        return (radius * sin, -radius * cos);
    });

    private static double[] HeartPoints(int corners) => Points(corners, i =>
    {
        var angle = Math.Tau * i / corners;
        var x = 16 * Math.Pow(Math.Sin(angle), 3);
        var y = (13 * Math.Cos(angle)) - (5 * Math.Cos(2 * angle)) - (2 * Math.Cos(3 * angle)) - Math.Cos(4 * angle);
        return (x / 16.5, -(y + 2.5) / 16.5);
    });

    private static double[] Points(int count, Func<int, (double X, double Y)> corner)
    {
        var points = new double[2 * count];
        for (var i = 0; i < count; i++)
        {
            (points[2 * i], points[(2 * i) + 1]) = corner(i);
        }

        return points;
    }

    /// <summary>The signed distance of a closed polygon: to its nearest edge, with the sign of the even-odd rule.</summary>
    /// <param name="points">x and y of each corner in turn.</param>
    private static Func<double, double, double> Polygon(params double[] points) => (x, y) =>
    {
        var nearest = double.MaxValue;
        var inside = false;
        for (int i = 0, previous = points.Length - 2; i < points.Length; previous = i, i += 2)
        {
            double x0 = points[previous], y0 = points[previous + 1];
            double edgeX = points[i] - x0, edgeY = points[i + 1] - y0;
            double toX = x - x0, toY = y - y0;
            var along = Math.Clamp(((toX * edgeX) + (toY * edgeY)) / ((edgeX * edgeX) + (edgeY * edgeY)), 0, 1);
            double offX = toX - (along * edgeX), offY = toY - (along * edgeY);
            nearest = Math.Min(nearest, (offX * offX) + (offY * offY));
            if ((y0 > y) != (points[i + 1] > y) && toX < edgeX * toY / edgeY)
            {
                inside = !inside;
            }
        }

        return inside ? -Math.Sqrt(nearest) : Math.Sqrt(nearest);
    };
}
