using GhostNet.Data;

namespace GhostNet.Cli.Runs;

/// <summary>Which images a trained network is measured with.</summary>
internal static class MeasuredImages
{
    /// <summary>The test images; where there are none, the validation images, by which the network was chosen; else null.</summary>
    public static ImageDataset? Measured(this DatasetSplit data) => data.Test.Count > 0 ? data.Test : data.Validation;
}
