using System.Text.Json;
using GhostNet.IO;
using GhostNet.Layers;
using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>Reads the four options that said what <see cref="GhostNetConfig.Flavor"/> says now: 0.1.0 could mix them.</summary>
internal static class OldFlavorOptions
{
    private static readonly Option s_squeeze = new("squeeze", "Squeeze", "Expand");
    private static readonly Option s_gate = new("gate", "Clamped", "Unclamped");
    private static readonly Option s_rounding = new("rounding", "Nearest", "Up");

    /// <summary>How the weights started, which no longer matters to a network that is read from a file.</summary>
    private static readonly Option s_initialization = new("initialization", "FanOut", "Tutorial");

    private static readonly Option[] s_all = [s_squeeze, s_gate, s_rounding, s_initialization];

    /// <summary>The same network with a flavor in the place of the four options; the spec itself when it has none of these.</summary>
    /// <param name="spec">A spec of a GhostNet.</param>
    /// <param name="usual">What holds for an option that is left out; null when none may be.</param>
    /// <param name="read">Makes the configuration of a spec that has a flavor.</param>
    /// <exception cref="ArgumentException">An option has no such value, or the options are a mixture that this version does not have.</exception>
    public static ModelSpec Replace(ModelSpec spec, GhostNetFlavor? usual, Func<ModelSpec, GhostNetConfig> read)
    {
        if (!s_all.Any(option => spec.Options.ContainsKey(option.Name)))
        {
            return spec;
        }

        var given = s_all.ToDictionary(option => option, option => option.Of(spec) ?? usual);
        if (given.Values.Any(static flavor => flavor is null))
        {
            // The reader of the configuration says what is missing.
            return spec;
        }

        var flavor = given[s_squeeze]!.Value;
        var changed = new ModelSpec(spec.Name, spec.Options.Where(option => s_all.All(old => old.Name != option.Key))).With("flavor", flavor.ToString());
        return given[s_gate] == flavor && (given[s_rounding] == flavor || RoundsAlike(read(changed)))
            ? changed
            : throw new ArgumentException(
                $"{ForeignText.Show(spec.Name)} has {string.Join(", ", given.SkipLast(1).Select(static option => option.Key.Text(option.Value!.Value)))}. This version builds the paper's "
                + "network or the tutorial's, and no such mixture: use GhostNet 0.1.0 for this file.", nameof(spec));
    }

    /// <summary>Whether both rules of rounding make the same channel counts, as they do at width 1.</summary>
    private static bool RoundsAlike(GhostNetConfig config)
    {
        return Counts(GhostNetFlavor.Paper).SequenceEqual(Counts(GhostNetFlavor.Tutorial));

        IEnumerable<int> Counts(GhostNetFlavor rounding)
        {
            var rows = config.Stages.SelectMany(static stage => stage?.Bottlenecks ?? []);
            return rows.SelectMany(row => new[] { Scale(row.Expansion), Scale(row.Out), Inner(row) }).Prepend(Scale(16));

            int Scale(int channels) => Channels.MakeDivisible(channels * config.Width, 4, rounding);

            int Inner(Bottleneck row) => row.SqueezeRatio == 0 ? 0 : Channels.MakeDivisible(
                config.Flavor == GhostNetFlavor.Paper ? Scale(row.Expansion) * row.SqueezeRatio : Math.Floor(Scale(row.Expansion) / row.SqueezeRatio), 4, rounding);
        }
    }

    /// <summary>An option of two values.</summary>
    private sealed record Option(string Name, string Paper, string Tutorial)
    {
        public string Text(GhostNetFlavor flavor) => $"{Name} {(flavor == GhostNetFlavor.Paper ? Paper : Tutorial)}";

        /// <summary>Whose value a spec has; null when it leaves the option out.</summary>
        public GhostNetFlavor? Of(ModelSpec spec) =>
            !spec.Options.TryGetValue(Name, out var value) ? null
            : value.ValueKind == JsonValueKind.String && value.GetString() == Paper ? GhostNetFlavor.Paper
            : value.ValueKind == JsonValueKind.String && value.GetString() == Tutorial ? GhostNetFlavor.Tutorial
            : throw new ArgumentException(
                $"The option {Name} of {ForeignText.Show(spec.Name)} is {ForeignText.Show(ModelSpec.ValueText(value))}, but must be {Paper} or {Tutorial}.", nameof(spec));
    }
}
