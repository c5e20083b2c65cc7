using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Data;

/// <summary>A batch of pictures, which several threads decode and vary.</summary>
internal sealed unsafe class PictureBatchBuffer : BatchBuffer
{
    private readonly ImageDataset _dataset;
    private readonly ConcurrentBag<PictureWorker> _workers;
    private readonly Func<PictureWorker> _create;
    private readonly ParallelOptions _threads;
    private readonly Device _device;
    private readonly Tensor _images;
    private readonly float* _pixels;
    private Batch? _filled;

    /// <summary>Allocates the tensors.</summary>
    /// <param name="dataset">A data set of pictures.</param>
    /// <param name="augmentation">How they are varied.</param>
    /// <param name="workers">The memory of the threads: that of all buffers of a loader, of which one is filled at a time.</param>
    /// <param name="size">Images in a batch.</param>
    /// <param name="threads">How many threads fill it.</param>
    /// <param name="device">Where the batch is wanted.</param>
    public PictureBatchBuffer(
        ImageDataset dataset, PictureAugmentation augmentation, ConcurrentBag<PictureWorker> workers, int size, int threads, Device device)
    {
        (_dataset, _workers, _device) = (dataset, workers, device);
        _create = () => workers.TryTake(out var worker) ? worker : new PictureWorker(dataset, augmentation);
        _threads = new ParallelOptions { MaxDegreeOfParallelism = threads };

        // They outlive any scope: the buffer disposes them.
        _images = empty(size, dataset.Channels, dataset.Height, dataset.Width, float32).DetachFromDisposeScope();
        fixed (byte* start = _images.bytes)
        {
            _pixels = (float*)start;
        }
    }

    /// <inheritdoc/>
    public override Batch Batch => _filled ?? throw new InvalidOperationException("The buffer has not been filled yet.");

    /// <summary>Makes the batch of some images.</summary>
    /// <param name="order">The images of an epoch, in order.</param>
    /// <param name="first">The position of the first image of the batch in it.</param>
    /// <param name="count">How many images.</param>
    /// <param name="seed">Decides how they are varied, together with the epoch and the position.</param>
    /// <param name="epoch">Which epoch.</param>
    public void Fill(int[] order, int first, int count, int seed, int epoch)
    {
        DisposeFilled();
        try
        {
            Parallel.For(
                0,
                count,
                _threads,
                _create,
                (i, _, worker) =>
                {
                    var target = new Span<float>(_pixels + ((long)i * _dataset.ImageSize), _dataset.ImageSize);
                    worker.Write(new PictureDraw(seed, epoch, first + i, order[first + i]), target);
                    return worker;
                },
                _workers.Add);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        var labels = tensor([.. Enumerable.Range(first, count).Select(i => (long)_dataset.Labels[order[i]])]).DetachFromDisposeScope();
        var images = _images.narrow(0, 0, count).DetachFromDisposeScope();
        var targets = Targets(order.AsSpan(first, count));
        _filled = new Batch(images, labels, targets);
        if (_device.type != DeviceType.CPU)
        {
            var here = _filled;
            _filled = new Batch(
                images.to(_device).DetachFromDisposeScope(), labels.to(_device).DetachFromDisposeScope(), targets?.to(_device).DetachFromDisposeScope());
            Dispose(here);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        DisposeFilled();
        _images.Dispose();
    }

    private Tensor? Targets(ReadOnlySpan<int> images)
    {
        if (_dataset.LabelSets is not { } sets)
        {
            return null;
        }

        var classes = _dataset.ClassNames.Count;
        var targets = new float[images.Length * classes];
        for (var i = 0; i < images.Length; i++)
        {
            foreach (var label in sets[images[i]])
            {
                targets[(i * classes) + label] = 1;
            }
        }

        return tensor(targets, [images.Length, classes]).DetachFromDisposeScope();
    }

    private void DisposeFilled()
    {
        Dispose(_filled);
        _filled = null;
    }

    private static void Dispose(Batch? batch)
    {
        batch?.Images.Dispose();
        batch?.Labels.Dispose();
        batch?.Targets?.Dispose();
    }
}
