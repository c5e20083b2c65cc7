using static TorchSharp.torch;

namespace GhostNet.Data;

/// <summary>A whole data set in the memory of a device, where batches are cut from it with no traffic of pixels.</summary>
internal sealed class DeviceImages : IDisposable
{
    private readonly ImageDataset dataset;
    private readonly int cutout;
    private readonly Device device;
    private readonly Tensor pixels;
    private readonly Tensor labels;
    private readonly Tensor scale;
    private readonly Tensor bias;
    private readonly Tensor rows;
    private readonly Tensor columns;

    public DeviceImages(ImageDataset dataset, PixelKernel kernel, int cutout, Device device)
    {
        (this.dataset, this.cutout, this.device) = (dataset, cutout, device);
        using var scope = NewDisposeScope();
        pixels = Keep(tensor(dataset.Pixels, [dataset.Count, dataset.Channels, dataset.Height * dataset.Width], uint8));
        labels = Keep(tensor(dataset.Labels, uint8).to(int64));
        scale = Keep(tensor(kernel.Scale.ToArray()).view(1, -1, 1, 1));
        bias = Keep(tensor(kernel.Bias.ToArray()).view(1, -1, 1, 1));
        rows = Keep(arange(dataset.Height, int64).view(1, -1));
        columns = Keep(arange(dataset.Width, int64).view(1, -1));
    }

    /// <summary>What <see cref="PixelKernel"/> does, in tensor operations. The caller disposes both tensors.</summary>
    public Batch Cut(ReadOnlySpan<Placement> places)
    {
        using var scope = NewDisposeScope();
        int count = places.Length, height = dataset.Height, width = dataset.Width;
        var numbers = new long[6 * count];
        for (var i = 0; i < count; i++)
        {
            var place = places[i];
            ReadOnlySpan<long> values = [place.Image, place.Top, place.Left, place.Flip ? 1 : 0, place.CutTop, place.CutLeft];
            values.CopyTo(numbers.AsSpan(6 * i));
        }

        var table = tensor(numbers, [count, 6]).to(device);
        Tensor Column(int index) => table.narrow(1, index, 1).contiguous();
        var image = Column(0).view(count);
        var sourceRow = rows + Column(1);
        var sourceColumn = Column(2) + where(Column(3).eq(1), width - 1 - columns, columns);
        var inside = IsWithin(sourceRow, height).unsqueeze(2) & IsWithin(sourceColumn, width).unsqueeze(1);
        var at = (sourceRow.clamp(0, height - 1).unsqueeze(2) * width) + sourceColumn.clamp(0, width - 1).unsqueeze(1);
        var images = pixels.index_select(0, image)
            .gather(2, at.view(count, 1, height * width).expand(count, dataset.Channels, height * width))
            .view(count, dataset.Channels, height, width)
            .to(float32);
        images = (images * inside.unsqueeze(1) * scale) + bias;
        if (cutout > 0)
        {
            var blank = IsWithin(rows - Column(4), cutout).unsqueeze(2) & IsWithin(columns - Column(5), cutout).unsqueeze(1);
            images = images.masked_fill(blank.unsqueeze(1), 0);
        }

        return new Batch(images.DetachFromDisposeScope(), labels.index_select(0, image).DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in new[] { pixels, labels, scale, bias, rows, columns })
        {
            tensor.Dispose();
        }
    }

    private static Tensor IsWithin(Tensor index, int bound) => index.ge(0) & index.lt(bound);

    private Tensor Keep(Tensor tensor) => tensor.to(device).DetachFromDisposeScope();
}

/// <summary>A batch cut from <see cref="DeviceImages"/>.</summary>
/// <param name="source">The data set on its device; belongs to the loader.</param>
internal sealed class DeviceBatchSlot(DeviceImages source) : BatchSlot
{
    private Batch? filled;

    /// <inheritdoc/>
    public override Batch Batch => filled ?? throw new InvalidOperationException("The slot has not been filled yet.");

    /// <inheritdoc/>
    public override void Fill(ReadOnlySpan<Placement> places)
    {
        Dispose();
        filled = source.Cut(places);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        filled?.Images.Dispose();
        filled?.Labels.Dispose();
        filled = null;
    }
}
