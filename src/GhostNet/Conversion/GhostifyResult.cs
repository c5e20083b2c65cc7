using System.Text;
using GhostNet.Inspection;
using GhostNet.IO;

namespace GhostNet.Conversion;

/// <summary>What <see cref="Ghostify"/> has done to a network, and what that saves.</summary>
public sealed class GhostifyResult
{
    internal GhostifyResult(string rule, ModelSummary before, ModelSummary after, IReadOnlyList<GhostifiedLayer> layers) =>
        (Rule, Before, After, Layers) = (rule, before, after, layers);

    /// <summary>The network as it was.</summary>
    public ModelSummary Before { get; }

    /// <summary>The network as it is now.</summary>
    public ModelSummary After { get; }

    /// <summary>Every convolution that was there, replaced or kept, in the order of the network.</summary>
    public IReadOnlyList<GhostifiedLayer> Layers { get; }

    /// <summary>What was done, in one line.</summary>
    internal string Title => $"{ForeignText.Show(Before.Root.Type)}: {Layers.Count(static layer => layer.KeptBecause is null)} of {Layers.Count} convolutions are Ghost modules now, {Rule}";

    /// <summary>The whole network, before and after.</summary>
    internal string Whole => $"{Total(Before.Parameters, After.Parameters, "parameters")}, {Total(Before.MultiplyAdds, After.MultiplyAdds, "multiply-adds")}";

    private string Rule { get; }

    /// <summary>A line for each convolution, and one for the whole.</summary>
    public override string ToString()
    {
        var width = Layers.Max(static layer => ForeignText.Show(layer.Path, 200).Length);
        var text = new StringBuilder(Title).Append('\n');
        foreach (var layer in Layers)
        {
            text.Append("  ").Append(ForeignText.Show(layer.Path, 200).PadRight(width)).Append("  ").Append(layer.Numbers).Append('\n');
        }

        return text.Append("  ").Append("whole network".PadRight(width)).Append("  ").Append(Whole).ToString();
    }

    private static string Total(long before, long after, string what) =>
        GhostifiedLayer.Change(before, after, what) + (before == 0 ? "" : $" ({NumberFormat.Percent((double)(after - before) / before, 1)})");
}
