using static TorchSharp.torch;

namespace GhostNet.Data;

/// <summary>A batch in the CPU's memory, which <see cref="CpuAugmenter"/> writes directly.</summary>
internal sealed unsafe class HostBatchBuffer : BlockBatchBuffer
{
    private readonly ImageDataset _dataset;
    private readonly CpuAugmenter _augmenter;
    private readonly int _size;
    private readonly Batch _whole;
    private readonly Batch _last;
    private readonly float* _pixels;
    private readonly long* _labels;
    private Batch _filled;

    /// <summary>Allocates the tensors.</summary>
    /// <param name="dataset">Whose images are to go in.</param>
    /// <param name="augmenter">Writes them.</param>
    /// <param name="size">Images in a batch.</param>
    /// <param name="lastSize">Images in the last batch of an epoch.</param>
    public HostBatchBuffer(ImageDataset dataset, CpuAugmenter augmenter, int size, int lastSize)
    {
        (_dataset, _augmenter, _size) = (dataset, augmenter, size);

        // They outlive any scope: the buffer disposes them.
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
    public override void Fill(ReadOnlySpan<AugmentationParameters> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            _augmenter.Write(parameters[i], new Span<float>(_pixels + ((long)i * _dataset.ImageSize), _dataset.ImageSize));
            _labels[i] = _dataset.Labels[parameters[i].Image];
        }

        _filled = parameters.Length == _size ? _whole : _last;
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
