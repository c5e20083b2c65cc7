using GhostNet.Inspection;
using static TorchSharp.torch;


namespace GhostNet.Interactive.Tests.Maps;

/// <summary>Feature maps to draw, the same in each run.</summary>
internal static class MapsOf
{
    /// <summary>Noise, which compresses worst.</summary>
    public static FeatureMaps Noise(int images, int channels, int height, int width, string name = "noise")
    {
        var random = new Random(channels);
        return Values([.. Enumerable.Range(0, images * channels * height * width).Select(_ => random.NextSingle() * 4 - 2)], images, channels, height, width, name);
    }

    /// <summary>Numbers of the test's own.</summary>
    public static FeatureMaps Values(float[] values, int images, int channels, int height, int width, string name = "values")
    {
        using var maps = tensor(values, [images, channels, height, width]);
        return FeatureMaps.Of(maps, name);
    }

    /// <summary>Six maps, of which 4 is twice map 1, and 5 is map 2 with the sign turned.</summary>
    public static FeatureMaps WithPairs()
    {
        var values = Noise(1, 6, 8, 8).Values;
        for (var i = 0; i < 64; i++)
        {
            values[4 * 64 + i] = 2 * values[64 + i];
            values[5 * 64 + i] = -values[2 * 64 + i];
        }

        return Values(values, 1, 6, 8, 8, "six");
    }

    /// <summary>The maps of a Ghost module: 4 intrinsic, 4 ghosts.</summary>
    public static FeatureMaps OfGhostModule()
    {
        using var scope = NewDisposeScope();
        return FeatureMaps.Capture(new Layers.GhostModule(3, 8), ones(1, 3, 8, 8), "");
    }
}
