using GhostNet.Interactive.Rendering;

namespace GhostNet.Interactive.Tensors;

/// <summary>A single value, large.</summary>
/// <param name="text">The value.</param>
internal sealed class ValuePicture(string text) : TensorPicture
{
    /// <inheritdoc/>
    public override string ToHtml(string title) => $"""<div class="value">{Html.Text(text)}</div>""";
}
