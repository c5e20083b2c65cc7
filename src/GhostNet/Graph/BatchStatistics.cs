using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>What batch normalisation computes with when it predicts; each tensor is <c>[C]</c>.</summary>
/// <param name="Weight">Scale (γ).</param>
/// <param name="Bias">Shift (β).</param>
/// <param name="Mean">Running mean.</param>
/// <param name="Variance">Running variance.</param>
/// <param name="Epsilon">What is added to the variance.</param>
internal sealed record BatchStatistics(Tensor Weight, Tensor Bias, Tensor Mean, Tensor Variance, double Epsilon);
