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
    private readonly ImageDataset _dataset;
    private readonly PixelKernel _kernel;
    private readonly int _size;
    private readonly Batch _whole;
    private readonly Batch _last;
    private readonly float* _pixels;
    private readonly long* _labels;
    private Batch _filled;

    /// <summary>Allocates the tensors.</summary>
    /// <param name="dataset">Whose images are to go in.</param>
    /// <param name="kernel">Writes them.</param>
    /// <param name="size">Images in a batch.</param>
    /// <param name="lastSize">Images in the last batch of an epoch.</param>
    public HostBatchSlot(ImageDataset dataset, PixelKernel kernel, int size, int lastSize)
    {
        (_dataset, _kernel, _size) = (dataset, kernel, size);

        // They outlive any scope: the slot disposes them.
        var images = empty(_size, _dataset.Channels, _dataset.Height, _dataset.Width, float32).DetachFromDisposeScope();
        var targets = empty(_size, int64).DetachFromDisposeScope();
        _filled = _whole = new Batch(images, targets);
        _last = new Batch(
            images.narrow(0, 0, lastSize).DetachFromDisposeScope(), targets.narrow(0, 0, lastSize).DetachFromDisposeScope());

        // Native memory does not move, and to ask for its address at every step would allocate.
        fixed (byte* start = images.bytes)
        {
            _pixels = (float*)start;
        }

        fixed (byte* start = targets.bytes)
        {
            _labels = (long*)start;
        }
    }

    /// <inheritdoc/>
    public override Batch Batch => _filled;

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<Placement> places)
    {
        for (var i = 0; i < places.Length; i++)
        {
            _kernel.Write(places[i], new Span<float>(_pixels + ((long)i * _dataset.ImageSize), _dataset.ImageSize));
            _labels[i] = _dataset.Labels[places[i].Image];
        }

        _filled = places.Length == _size ? _whole : _last;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var batch in new[] { _last, _whole })
        {
            batch.Images.Dispose();
            batch.Labels.Dispose();
        }
    }
}
