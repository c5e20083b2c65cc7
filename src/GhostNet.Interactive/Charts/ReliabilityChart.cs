using System.Xml.Linq;
using GhostNet.IO;
using GhostNet.Metrics;

namespace GhostNet.Interactive.Charts;

/// <summary>A reliability diagram: how many predictions of each confidence are right, and below it how many there are.</summary>
internal static class ReliabilityChart
{
    private const double Width = 420, Left = 56, Right = 14, Top = 34, Plot = 240, Between = 22, Counts = 48, Bottom = 38;

    /// <summary>Draws the diagram.</summary>
    /// <param name="calibration">The counts.</param>
    public static XElement Draw(Calibration calibration)
    {
        var (low, high) = (Top + Plot, Top + Plot + Between + Counts);
        List<XElement> content = [];
        foreach (var tick in new[] { 0, 0.25, 0.5, 0.75, 1 })
        {
            content.Add(Svg.Line(Left, Up(tick), Width - Right, Up(tick), "grid"));
            content.Add(Svg.Text(Left - 6, Up(tick) + 4, NumberFormat.Percent(tick, 0), "label end"));
            content.Add(Svg.Text(Across(tick), high + 17, NumberFormat.Percent(tick, 0), tick == 1 ? "label end" : "label middle"));
        }

        var most = Math.Max(1, calibration.Bins.Max(static bin => bin.Count));
        foreach (var bin in calibration.Bins)
        {
            if (bin is not { Accuracy: { } accuracy, Confidence: { } confidence } || !double.IsFinite(confidence))
            {
                continue;
            }

            var (x, width) = (Across(bin.From) + 1, Across(bin.To) - Across(bin.From) - 2);
            var tip = $"{bin}, mean confidence {NumberFormat.Percent(confidence, 1)}";
            content.Add(Svg.Rectangle(x, Up(accuracy), width, low - Up(accuracy), "bar", 0.85).WithTip(tip));
            content.Add(Svg.Rectangle(x, Up(Math.Max(accuracy, confidence)), width, Math.Max(1, Math.Abs(Up(accuracy) - Up(confidence))), "wrong", 0.55).WithTip(tip));
            var height = Math.Max(1.5, Counts * bin.Count / most);
            content.Add(Svg.Rectangle(x, high - height, width, height, "quiet").WithTip(tip));
        }

        content.Add(Svg.Line(Across(0), Up(0), Across(1), Up(1), "best"));
        content.Add(Svg.Line(Left, high, Width - Right, high, "grid"));
        content.Add(Svg.Text(Left - 6, high - Counts + 10, NumberFormat.Count(most), "label end"));
        content.Add(Svg.Text(Left - 6, high - Counts + 25, "images", "label end"));
        content.Add(Svg.Text((Left + Width - Right) / 2, high + 33, "confidence", "label middle"));
        content.AddRange(Legend());
        return Svg.Picture(
            Width, high + Bottom, "Calibration", $"Fraction of right predictions by confidence; {calibration}.", content);

        double Across(double share) => Left + (share * (Width - Right - Left));
        double Up(double share) => low - (share * Plot);
    }

    private static IEnumerable<XElement> Legend()
    {
        yield return Svg.Rectangle(Left, 8, 12, 12, "bar", 0.85);
        yield return Svg.Text(Left + 18, 18, "right", "name");
        yield return Svg.Rectangle(Left + 66, 8, 12, 12, "wrong", 0.55);
        yield return Svg.Text(Left + 84, 18, "gap to the confidence", "name");
        yield return Svg.Line(Left + 232, 14, Left + 254, 14, "best");
        yield return Svg.Text(Left + 260, 18, "as it should be", "name");
    }
}
