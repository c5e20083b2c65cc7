using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>A tensor that an operation takes.</summary>
/// <param name="Name">Its name in the state-dict, or what it would be called there.</param>
/// <param name="Value">The numbers; a layer of the model or the surrounding dispose scope owns them.</param>
internal sealed record Constant(string Name, Tensor Value);
