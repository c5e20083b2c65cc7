using static TorchSharp.torch;

namespace GhostNet.Prediction;

/// <summary>An operation of a network that predicts, and where its inputs and its output are.</summary>
/// <param name="Run">Computes; gets the second input too, which is the first again where there is none.</param>
/// <param name="First">Number of the first input.</param>
/// <param name="Second">Number of the second input, or of the first.</param>
/// <param name="Output">Number of the output.</param>
/// <param name="Last">Numbers of the inputs that nobody needs afterwards.</param>
internal sealed record Step(Func<Tensor, Tensor, Tensor> Run, int First, int Second, int Output, IReadOnlyList<int> Last);
