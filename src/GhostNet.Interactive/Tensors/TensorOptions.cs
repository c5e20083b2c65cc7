namespace GhostNet.Interactive.Tensors;

/// <summary>What the caller of <c>tensor.View(...)</c> asked for.</summary>
/// <param name="Display">What the tensor is shown as.</param>
/// <param name="Channel">The only channel wanted, or null.</param>
/// <param name="Min">Value of the first colour, or null.</param>
/// <param name="Max">Value of the last colour, or null.</param>
/// <param name="ColorMap">The colours.</param>
/// <param name="Mean">Mean of each channel with which the image was normalised, or null.</param>
/// <param name="Std">Standard deviation of each channel with which the image was normalised, or null.</param>
internal sealed record TensorOptions(
    TensorDisplay Display, int? Channel, double? Min, double? Max, ColorMap ColorMap, IReadOnlyList<float>? Mean, IReadOnlyList<float>? Std);
