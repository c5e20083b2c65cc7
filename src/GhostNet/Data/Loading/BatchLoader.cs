using System.Collections.Concurrent;
using TorchSharp;

namespace GhostNet.Data;

/// <summary>Turns a data set into normalised, shuffled and augmented batches.</summary>
/// <remarks>
/// A batch depends on the seed, the epoch and the step alone: not on the number of threads, nor on what was read before.
/// While one batch is in use, a thread of the loader prepares the next two.
/// </remarks>
public sealed class BatchLoader : IDisposable
{
    /// <summary>Buffers of the ring: one in use, the others ahead.</summary>
    private const int RingSize = 3;

    /// <summary>Streams of random numbers: the order of an epoch, and each position in it (0 and up).</summary>
    private const int OrderStream = -1;

    private readonly Augmentation _augmentation;
    private readonly bool _shuffle;
    private readonly int _seed;
    private readonly DeviceAugmenter? _onDevice;
    private readonly BatchBuffer[] _ring;
    private readonly int[] _order;
    private readonly AugmentationParameters[] _parameters;
    private bool _reading;
    private bool _disposed;

    /// <summary>Creates a loader.</summary>
    /// <param name="dataset">What to read.</param>
    /// <param name="batchSize">Images per batch; the last batch of an epoch may have fewer.</param>
    /// <param name="augmentation">How training images are varied; null for not at all.</param>
    /// <param name="shuffle">Whether each epoch has an order of its own.</param>
    /// <param name="seed">Decides order and augmentation.</param>
    /// <param name="dropLast">Whether a last batch that is not full is left out.</param>
    /// <param name="device">Where the batches are wanted; null for the CPU. Any other device keeps the whole data set and varies images itself, unless they are pictures.</param>
    /// <param name="pictureAugmentation">How training pictures are varied, those of <see cref="ImageDataset.FromPictures"/>; null for not at all.</param>
    /// <exception cref="ArgumentException">The data set has no image, or not enough for one batch; or the augmentation is for the other kind of data set.</exception>
    public BatchLoader(
        ImageDataset dataset,
        int batchSize,
        Augmentation? augmentation = null,
        bool shuffle = false,
        int seed = 0,
        bool dropLast = false,
        torch.Device? device = null,
        PictureAugmentation? pictureAugmentation = null)
        : this(dataset, batchSize, augmentation, shuffle, seed, dropLast, device ?? torch.CPU, device is not null && device.type != DeviceType.CPU, pictureAugmentation)
    {
    }

    /// <summary>Creates a loader that keeps the data set on a device or not, whatever the device, and takes any number of threads, so that a test can.</summary>
    internal BatchLoader(
        ImageDataset dataset,
        int batchSize,
        Augmentation? augmentation,
        bool shuffle,
        int seed,
        bool dropLast,
        torch.Device device,
        bool keepOnDevice,
        PictureAugmentation? pictureAugmentation = null,
        int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        (Dataset, BatchSize) = (dataset, batchSize);
        _augmentation = augmentation ?? Augmentation.None;
        ArgumentOutOfRangeException.ThrowIfNegative(_augmentation.Padding, nameof(augmentation));
        ArgumentOutOfRangeException.ThrowIfNegative(_augmentation.Cutout, nameof(augmentation));
        if (dataset.Pictures is null ? pictureAugmentation is not null : augmentation is not null)
        {
            throw new ArgumentException(
                dataset.Pictures is null
                    ? $"{dataset} is one block of pixels, so it is varied by an {nameof(Augmentation)}: leave out {nameof(pictureAugmentation)}."
                    : $"{dataset} has pictures of any size, so they are varied by a {nameof(PictureAugmentation)}: give that as {nameof(pictureAugmentation)}, and leave out {nameof(augmentation)}.",
                nameof(dataset));
        }

        (_shuffle, _seed) = (shuffle, seed);
        BatchesPerEpoch = CountBatches(dataset.Count, batchSize, dropLast);
        if (BatchesPerEpoch == 0)
        {
            throw new ArgumentException(
                $"{dataset.Name} has {dataset.Count} images, which make no batch of {batchSize}: take a smaller batch.", nameof(dataset));
        }

        var size = Math.Min(batchSize, dataset.Count);
        Func<BatchBuffer> create;
        if (dataset.Pictures is null)
        {
            var augmenter = new CpuAugmenter(dataset, _augmentation.Cutout);
            var lastSize = CountAt(BatchesPerEpoch - 1);
            _onDevice = keepOnDevice ? new DeviceAugmenter(dataset, augmenter, _augmentation.Cutout, device) : null;
            create = () => _onDevice is null ? new HostBatchBuffer(dataset, augmenter, size, lastSize) : new DeviceBatchBuffer(_onDevice);
        }
        else
        {
            var workers = new ConcurrentBag<PictureWorker>();
            create = () => new PictureBatchBuffer(
                dataset, pictureAugmentation ?? PictureAugmentation.None, workers, size, threads ?? Environment.ProcessorCount, device);
        }

        _ring = [.. Enumerable.Range(0, Math.Min(RingSize, BatchesPerEpoch)).Select(_ => create())];
        _order = [.. Enumerable.Range(0, dataset.Count)];
        _parameters = new AugmentationParameters[size];
    }

    /// <summary>What is read.</summary>
    internal ImageDataset Dataset { get; }

    /// <summary>Images per batch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches per epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>The number of batches that a number of images makes.</summary>
    internal static int CountBatches(int images, int batchSize, bool dropLast) => (int)(((long)images + (dropLast ? 0 : batchSize - 1)) / batchSize);

    /// <summary>The batches of one epoch, in order. Take one after the other; each is valid until the next is taken.</summary>
    /// <param name="epoch">Which epoch, from 0: decides order and augmentation.</param>
    /// <param name="firstStep">Batches to skip without reading them, as when training goes on from a checkpoint.</param>
    /// <exception cref="InvalidOperationException">While it is read, another epoch of this loader is begun.</exception>
    public IEnumerable<Batch> Epoch(int epoch, int firstStep = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstStep);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstStep, BatchesPerEpoch);
        return Read(epoch, firstStep);
    }

    /// <summary>Frees the memory of the batches.</summary>
    /// <exception cref="InvalidOperationException">An epoch is being read.</exception>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        ThrowIfReading();
        _disposed = true;
        foreach (var buffer in _ring)
        {
            buffer.Dispose();
        }

        _onDevice?.Dispose();
    }

    private IEnumerable<Batch> Read(int epoch, int firstStep)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ThrowIfReading();
        _reading = true;
        try
        {
            Shuffle(epoch);
            using var prefetcher = new Prefetcher<BatchBuffer>(_ring, (buffer, step) => Fill(buffer, epoch, step), firstStep, BatchesPerEpoch);
            for (var step = firstStep; step < BatchesPerEpoch; step++)
            {
                yield return prefetcher.Take().Batch;
            }
        }
        finally
        {
            _reading = false;
        }
    }

    /// <summary>Fisher and Yates' shuffle, always from the same start.</summary>
    private void Shuffle(int epoch)
    {
        if (!_shuffle)
        {
            return;
        }

        var random = new SplitMix64(_seed, epoch, OrderStream);
        for (var i = 0; i < _order.Length; i++)
        {
            var j = random.Below(i + 1);
            (_order[i], _order[j]) = (_order[j], i);
        }
    }

    private void Fill(BatchBuffer buffer, int epoch, int step)
    {
        var first = step * BatchSize;
        if (buffer is PictureBatchBuffer pictures)
        {
            pictures.Fill(_order, first, CountAt(step), _seed, epoch);
            return;
        }

        var batch = _parameters.AsSpan(0, CountAt(step));
        for (var i = 0; i < batch.Length; i++)
        {
            batch[i] = AugmentationParameters.Draw(_order[first + i], Dataset, _augmentation, _seed, epoch, first + i);
        }

        ((BlockBatchBuffer)buffer).Fill(batch);
    }

    private int CountAt(int step) => Math.Min(BatchSize, Dataset.Count - (step * BatchSize));

    private void ThrowIfReading()
    {
        if (_reading)
        {
            throw new InvalidOperationException(
                "An epoch of this loader is still being read: end or dispose its enumerator first, or make a second loader.");
        }
    }
}
