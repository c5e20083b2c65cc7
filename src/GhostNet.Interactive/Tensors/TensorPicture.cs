namespace GhostNet.Interactive.Tensors;

/// <summary>The picture in the view of a tensor: drawn from copies of the few values that it shows.</summary>
internal abstract class TensorPicture
{
    /// <summary>Characters of HTML that a picture takes at most.</summary>
    protected const int Budget = 76_000;

    /// <summary>What is seen, and which part of the tensor it is; empty when that is plain.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The picture, without its caption.</summary>
    /// <param name="title">Type and shape of the tensor, for those who do not see the picture.</param>
    public abstract string ToHtml(string title);
}
