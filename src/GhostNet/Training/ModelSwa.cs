using GhostNet.Data;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>The average of the weights at the ends of the last epochs (stochastic weight averaging, SWA).</summary>
/// <remarks>Source: Izmailov et al., UAI 2018 (arXiv 1803.05407), algorithm 1, with a cycle of one epoch.</remarks>
internal sealed class ModelSwa(nn.Module<Tensor, Tensor> model, FlatParameters parameters, TrainingOptions options) : WeightAverage(parameters)
{
    private long _count;

    /// <summary>The epoch that came last into the average.</summary>
    private long _last = -1;

    /// <inheritdoc/>
    public override bool Exists => _count > 0;

    /// <summary>What a checkpoint keeps of it beside the average: how many epochs it is of, and the index of the last one.</summary>
    public long[] Position
    {
        get => [_count, _last];

        // Of an average that another number of epochs has put into the past, nothing is left.
        set => (_count, _last) = value is [var count, var last] && last >= First ? (count, last) : (0, -1);
    }

    private int First => options.Epochs - options.SwaEpochs;

    /// <summary>Takes the weights into the average at the end of an epoch, if it is one of the last, and lets batch normalisation see the training images with it.</summary>
    /// <param name="epoch">Index of the epoch.</param>
    /// <param name="images">The training images.</param>
    /// <param name="cancellation">Stops it; the epoch can then be ended again.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void EndEpoch(int epoch, BatchLoader images, CancellationToken cancellation)
    {
        if (epoch < First)
        {
            return;
        }

        // An epoch that was cancelled here is ended again, and must not count twice.
        if (_last != epoch)
        {
            _count = epoch > First && _last == epoch - 1 ? _count + 1 : 1;
            _last = epoch;
            using var _ = no_grad();
            using var share = tensor(1.0 / _count, Values.dtype, Values.device);
            Values.lerp_(Parameters.Values, share);
        }

        Use(true);
        try
        {
            NormalizationPass.Run(model, images.Epoch(epoch, 0), cancellation);
        }
        finally
        {
            Use(false);
        }
    }
}
