using GhostNet.Conversion;
using GhostNet.Inspection;
using GhostNet.Interactive.Views;

namespace GhostNet.Interactive;

/// <summary>Shows what inspection of a model found.</summary>
public static class InspectionExtensions
{
    /// <summary>Feature maps as a grid of pictures.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="pairs">Similar pairs to draw boxes around: <c>GhostPairs.Find(maps)</c>.</param>
    /// <param name="boxed">How many of the pairs, the best ones; at most 12.</param>
    /// <param name="count">How many maps to draw; at most 128.</param>
    /// <param name="image">Which image of the batch, from 0.</param>
    /// <param name="sharedRange">Whether a colour means the same number in all maps. Otherwise each map uses all colours.</param>
    public static View View(
        this FeatureMaps maps, GhostPairs? pairs = null, int boxed = 3, int count = 64, int image = 0, bool sharedRange = false) =>
        new FeatureMapView(maps, pairs, boxed, count, image, sharedRange);

    /// <summary>The best pairs, with the kernel and what it makes of the source beside the map itself.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="count">How many pairs, no two with a map in common; at most 12.</param>
    /// <param name="image">Which image of the batch the pictures are of, from 0.</param>
    public static View View(this GhostPairs pairs, int count = 3, int image = 0) => new GhostPairsView(pairs, count, image);

    /// <summary>What Ghost modules in the place of convolutions save, layer by layer.</summary>
    /// <param name="result">What was replaced.</param>
    public static View View(this GhostifyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new FactsView(
            result.Title,
            result.Layers.Select(layer => KeyValuePair.Create(layer.Path, layer.Numbers)).Append(KeyValuePair.Create("whole network", result.Whole)));
    }

    /// <summary>A convolution to step through with a slider.</summary>
    /// <param name="steps">The steps.</param>
    public static View View(this ConvolutionSteps steps) => new ConvolutionStepsView(steps);
}
