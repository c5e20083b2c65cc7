namespace GhostNet.Data;

/// <summary>Memory for one batch of images that are all in one block.</summary>
internal abstract class BlockBatchBuffer : BatchBuffer
{
    /// <summary>Makes the batch of these images.</summary>
    public abstract void Fill(ReadOnlySpan<AugmentationParameters> parameters);
}
