using static TorchSharp.torch;

namespace GhostNet.Data;

/// <summary>Memory for one batch, filled again and again.</summary>
internal abstract class BatchSlot : IDisposable
{
    /// <summary>What was filled in last.</summary>
    public abstract Batch Batch { get; }

    /// <summary>Makes the batch of these images.</summary>
    public abstract void Fill(ReadOnlySpan<Placement> places);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>A batch in the CPU's memory, which <see cref="PixelKernel"/> writes directly.</summary>
internal sealed unsafe class HostBatchSlot : BatchSlot
{
    private readonly ImageDataset dataset;
    private readonly PixelKernel kernel;
    private readonly int size;
    private readonly Batch whole;
    private readonly Batch last;
    private readonly float* pixels;
    private readonly long* labels;
    private Batch filled;

    /// <summary>Allocates the tensors.</summary>
    /// <param name="dataset">Whose images are to go in.</param>
    /// <param name="kernel">Writes them.</param>
    /// <param name="size">Images in a batch.</param>
    /// <param name="lastSize">Images in the last batch of an epoch.</param>
    public HostBatchSlot(ImageDataset dataset, PixelKernel kernel, int size, int lastSize)
    {
        (this.dataset, this.kernel, this.size) = (dataset, kernel, size);

        // They outlive any scope: the slot disposes them.
        var images = empty(size, dataset.Channels, dataset.Height, dataset.Width, float32).DetachFromDisposeScope();
        var targets = empty(size, int64).DetachFromDisposeScope();
        filled = whole = new Batch(images, targets);
        last = new Batch(
            images.narrow(0, 0, lastSize).DetachFromDisposeScope(), targets.narrow(0, 0, lastSize).DetachFromDisposeScope());

        // Native memory does not move, and to ask for its address at every step would allocate.
        fixed (byte* start = images.bytes)
        {
            pixels = (float*)start;
        }

        fixed (byte* start = targets.bytes)
        {
            labels = (long*)start;
        }
    }

    /// <inheritdoc/>
    public override Batch Batch => filled;

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<Placement> places)
    {
        for (var i = 0; i < places.Length; i++)
        {
            kernel.Write(places[i], new Span<float>(pixels + ((long)i * dataset.ImageSize), dataset.ImageSize));
            labels[i] = dataset.Labels[places[i].Image];
        }

        filled = places.Length == size ? whole : last;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var batch in new[] { last, whole })
        {
            batch.Images.Dispose();
            batch.Labels.Dispose();
        }
    }
}
