namespace GhostNet.Data;

/// <summary>The two halves of a data set: what a model learns from, and what it is tested on.</summary>
/// <param name="Train">Images to learn from.</param>
/// <param name="Test">Images that the model never sees while it learns.</param>
public sealed record DatasetSplit(ImageDataset Train, ImageDataset Test)
{
    /// <summary>Both halves, in words.</summary>
    public override string ToString() => $"{Train}; {Test}";
}
