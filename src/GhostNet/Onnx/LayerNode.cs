using static TorchSharp.torch;

namespace GhostNet.Onnx;

/// <summary>A layer and where in the model it is.</summary>
/// <param name="Module">The layer.</param>
/// <param name="Path">The names from the model down to it, as in the state-dict; empty for the model.</param>
internal sealed record LayerNode(nn.Module Module, string Path)
{
    /// <summary>The layers inside, in their order.</summary>
    public IEnumerable<LayerNode> Children =>
        Module.named_children().Select(child => new LayerNode(child.module, Join(child.name)));

    /// <summary>A layer inside, by its name.</summary>
    public LayerNode this[string name] =>
        Find(name) ?? throw new InvalidOperationException($"The layer {Path} ({Module.GetName()}) has no {name}.");

    /// <summary>A layer inside, or null when there is none of this name.</summary>
    public LayerNode? Find(string name) => Children.FirstOrDefault(child => child.Path == Join(name));

    /// <summary>The path of something inside the layer.</summary>
    public string Join(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
