using System.Globalization;
using System.Text.Json;
using GhostNet.Data;
using GhostNet.Weights;

namespace GhostNet.Onnx;

/// <summary>What an ONNX file says about its images and classes, for programs that know nothing of this library: names and texts.</summary>
internal static class OnnxMetadata
{
    /// <summary>All that is known. <see cref="OnnxExport"/> has the list for users.</summary>
    /// <param name="description">The network and its images.</param>
    /// <param name="options">How the file was made.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(NetworkDescription description, OnnxOptions options)
    {
        if (description.ClassNames.Count > 0)
        {
            yield return new("class_names", JsonSerializer.Serialize(description.ClassNames, WeightJson.Default.IReadOnlyListString));
        }

        if (description.Mean.Count > 0)
        {
            yield return new("mean", JsonSerializer.Serialize(description.Mean, WeightJson.Default.IReadOnlyListSingle));
            yield return new("std", JsonSerializer.Serialize(description.Std, WeightJson.Default.IReadOnlyListSingle));
            yield return new("channel_order", description.Mean.Count == 1 ? "grey" : "RGB");
        }

        if (description.Height > 0)
        {
            yield return new("height", description.Height.ToString(CultureInfo.InvariantCulture));
            yield return new("width", description.Width.ToString(CultureInfo.InvariantCulture));
        }

        if (description.CropFraction > 0)
        {
            yield return new("crop_fraction", description.CropFraction.ToString(CultureInfo.InvariantCulture));
            yield return new("interpolation", description.Interpolation == nameof(Interpolation.Bicubic) ? "bicubic" : "bilinear");
        }

        yield return new("activation", description.IsMultiLabel ? "sigmoid" : "softmax");
        yield return new("preprocessing", options.WithPreprocessing ? "in the graph" : "by the caller");
        yield return new("numbers", options.Calibration is null ? "float32" : "int8");
        yield return new(SafetensorsHeader.DescriptionKey, description.ToJson());
    }
}
