namespace GhostNet.Data;

/// <summary>An image that is among the training images and among those that the model is measured with.</summary>
public sealed class DuplicatePicture
{
    internal DuplicatePicture(string training, string other, string part, bool isExact) =>
        (Training, Other, Part, IsExact) = (training, other, part, isExact);

    /// <summary>The training image: its path, or its number.</summary>
    public string Training { get; }

    /// <summary>The same image in the other part.</summary>
    public string Other { get; }

    /// <summary>What the images of the other part are called.</summary>
    public string Part { get; }

    /// <summary>Whether both have the same bytes; else they look the same.</summary>
    public bool IsExact { get; }

    /// <summary>Both, in words.</summary>
    public override string ToString() => $"{Training} {(IsExact ? "is also" : "looks like one")} in {Part}: {Other}";
}
