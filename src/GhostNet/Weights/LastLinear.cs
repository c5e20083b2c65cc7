using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>The classifier of a network: its last linear layer.</summary>
internal static class LastLinear
{
    /// <summary>What the names of its weights begin with, such as <c>classifier.</c>; null when the model has no linear layer.</summary>
    public static string? Prefix(nn.Module model) =>
        model.named_modules().LastOrDefault(static layer => layer.module is Linear).name is { } name ? name + "." : null;
}
