namespace GhostNet.Data;

/// <summary>Memory for one batch, filled again and again.</summary>
internal abstract class BatchBuffer : IDisposable
{
    /// <summary>What was filled in last.</summary>
    public abstract Batch Batch { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
