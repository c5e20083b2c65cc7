using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Data;

/// <summary>Keeps a whole data set in the memory of a device and makes batches there, so that no pixels are transferred.</summary>
internal sealed class DeviceAugmenter : IDisposable
{
    private readonly ImageDataset _dataset;
    private readonly int _cutout;
    private readonly Device _device;
    private readonly Tensor _pixels;
    private readonly Tensor _labels;
    private readonly Tensor _scale;
    private readonly Tensor _bias;
    private readonly Tensor _rows;
    private readonly Tensor _columns;

    public DeviceAugmenter(ImageDataset dataset, CpuAugmenter augmenter, int cutout, Device device)
    {
        (_dataset, _cutout, _device) = (dataset, cutout, device);
        using var scope = NewDisposeScope();
        _pixels = Keep(tensor(dataset.Pixels, [dataset.Count, dataset.Channels, dataset.Height * dataset.Width], uint8));
        _labels = Keep(tensor(dataset.Labels, int32).to(int64));
        _scale = Keep(tensor(augmenter.Scale.ToArray()).view(1, -1, 1, 1));
        _bias = Keep(tensor(augmenter.Bias.ToArray()).view(1, -1, 1, 1));
        _rows = Keep(arange(dataset.Height, int64).view(1, -1));
        _columns = Keep(arange(dataset.Width, int64).view(1, -1));
    }

    /// <summary>What <see cref="CpuAugmenter"/> does, in tensor operations. The caller disposes both tensors.</summary>
    public Batch Cut(ReadOnlySpan<AugmentationParameters> parameters)
    {
        using var scope = NewDisposeScope();
        int count = parameters.Length, height = _dataset.Height, width = _dataset.Width;
        using Scalar rowLength = width, lastRow = height - 1, lastColumn = width - 1;
        var numbers = new long[6 * count];
        for (var i = 0; i < count; i++)
        {
            var one = parameters[i];
            ReadOnlySpan<long> values = [one.Image, one.Top, one.Left, one.Flip ? 1 : 0, one.CutTop, one.CutLeft];
            values.CopyTo(numbers.AsSpan(6 * i));
        }

        var table = tensor(numbers, [count, 6]).to(_device);
        Tensor Column(int index) => table.narrow(1, index, 1).contiguous();
        var image = Column(0).view(count);
        var sourceRow = _rows.add(Column(1), PinnedScalars.One);
        var sourceColumn = Column(2).add(where(Column(3).eq(PinnedScalars.One), _columns.neg().add(lastColumn, PinnedScalars.One), _columns), PinnedScalars.One);
        var inside = IsWithin(sourceRow, height).unsqueeze(2) & IsWithin(sourceColumn, width).unsqueeze(1);
        var at = (sourceRow.clamp(PinnedScalars.Zero, lastRow).unsqueeze(2) * rowLength).add(sourceColumn.clamp(PinnedScalars.Zero, lastColumn).unsqueeze(1), PinnedScalars.One);
        var images = _pixels.index_select(0, image)
            .gather(2, at.view(count, 1, height * width).expand(count, _dataset.Channels, height * width))
            .view(count, _dataset.Channels, height, width)
            .to(float32);
        images = (images * inside.unsqueeze(1) * _scale).add(_bias, PinnedScalars.One);
        if (_cutout > 0)
        {
            var blank = IsWithin(_rows.add(Column(4).neg(), PinnedScalars.One), _cutout).unsqueeze(2) & IsWithin(_columns.add(Column(5).neg(), PinnedScalars.One), _cutout).unsqueeze(1);
            images = images.masked_fill(blank.unsqueeze(1), PinnedScalars.Zero);
        }

        return new Batch(images.DetachFromDisposeScope(), _labels.index_select(0, image).DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in new[] { _pixels, _labels, _scale, _bias, _rows, _columns })
        {
            tensor.Dispose();
        }
    }

    private static Tensor IsWithin(Tensor index, int bound)
    {
        using Scalar end = bound;
        return index.ge(PinnedScalars.Zero) & index.lt(end);
    }

    private Tensor Keep(Tensor tensor) => tensor.to(_device).DetachFromDisposeScope();
}
