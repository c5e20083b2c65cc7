namespace GhostNet.Data;

/// <summary>A batch cut from <see cref="DeviceAugmenter"/>.</summary>
/// <param name="source">The data set on its device; belongs to the loader.</param>
internal sealed class DeviceBatchBuffer(DeviceAugmenter source) : BlockBatchBuffer
{
    private Batch? _filled;

    /// <inheritdoc/>
    public override Batch Batch => _filled ?? throw new InvalidOperationException("The buffer has not been filled yet.");

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<AugmentationParameters> parameters)
    {
        Dispose();
        _filled = source.Cut(parameters);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _filled?.Images.Dispose();
        _filled?.Labels.Dispose();
        _filled = null;
    }
}
