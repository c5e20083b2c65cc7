using GhostNet.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Inspection;

/// <summary>Tells intrinsic maps from ghosts by the layer that made them.</summary>
internal static class MapOrigin
{
    /// <summary>The kind of each map that a layer makes.</summary>
    /// <param name="steps">The way to the layer.</param>
    /// <param name="channels">How many maps it makes.</param>
    public static MapKind[] Of(IReadOnlyList<LayerPath.Step> steps, int channels)
    {
        // Inside a Ghost module the branch tells: GhostNetV3's branches have names that begin as those of its two.
        for (var i = steps.Count - 1; i > 0; i--)
        {
            if (steps[i - 1].Layer is GhostModule)
            {
                return All(channels, OfBranch(steps[i].Name));
            }
        }

        var kinds = All(channels, MapKind.Ordinary);
        if (Maker(steps[^1].Layer) is { } ghost)
        {
            kinds.AsSpan(0, ghost.IntrinsicChannels).Fill(MapKind.Intrinsic);
            kinds.AsSpan(ghost.IntrinsicChannels).Fill(MapKind.Ghost);
        }

        return kinds;
    }

    private static MapKind OfBranch(string name) => name switch
    {
        _ when name.StartsWith("primary_", StringComparison.Ordinal) => MapKind.Intrinsic,
        _ when name.StartsWith("cheap_", StringComparison.Ordinal) => MapKind.Ghost,
        _ => MapKind.Ordinary,
    };

    /// <summary>
    /// The Ghost module that makes a layer's maps, if there is one. A bottleneck's shortcut is added to them and does not
    /// change their order.
    /// </summary>
    private static GhostModule? Maker(nn.Module layer) => layer switch
    {
        GhostModule ghost => ghost,
        GhostBottleneck bottleneck => bottleneck.children().OfType<GhostModule>().Last(),
        Sequential sequence when sequence.Count > 0 => Maker(sequence.children().Last()),
        _ => null,
    };

    private static MapKind[] All(int channels, MapKind kind) => [.. Enumerable.Repeat(kind, channels)];
}
