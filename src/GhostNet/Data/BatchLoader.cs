using TorchSharp;

namespace GhostNet.Data;

/// <summary>Turns a data set into normalised, shuffled and augmented batches.</summary>
/// <remarks>
/// A batch depends on the seed, the epoch and the step alone: not on the number of threads, nor on what was read before.
/// </remarks>
public sealed class BatchLoader : IDisposable
{
    /// <summary>Creates a loader.</summary>
    /// <param name="dataset">What to read.</param>
    /// <param name="batchSize">Images a batch; the last batch of an epoch may have fewer.</param>
    /// <param name="augmentation">How training images are varied; null for not at all.</param>
    /// <param name="shuffle">Whether each epoch has an order of its own.</param>
    /// <param name="seed">Decides order and augmentation.</param>
    /// <param name="dropLast">Whether a last batch that is not full is left out.</param>
    /// <param name="device">Where the batches are wanted; null for the CPU.</param>
    public BatchLoader(
        ImageDataset dataset,
        int batchSize,
        Augmentation? augmentation = null,
        bool shuffle = false,
        int seed = 0,
        bool dropLast = false,
        torch.Device? device = null) => throw new NotImplementedException();

    /// <summary>What is read.</summary>
    public ImageDataset Dataset { get; }

    /// <summary>Images a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches an epoch.</summary>
    public int BatchesPerEpoch => throw new NotImplementedException();

    /// <summary>The batches of one epoch, in order. Take one after the other; each is valid until the next is taken.</summary>
    /// <param name="epoch">Which epoch, from 0: decides order and augmentation.</param>
    /// <param name="firstStep">Batches to skip without reading them, as when training goes on from a checkpoint.</param>
    public IEnumerable<Batch> Epoch(int epoch, int firstStep = 0) => throw new NotImplementedException();

    /// <summary>Frees the memory of the batches.</summary>
    public void Dispose() => throw new NotImplementedException();
}
