using System.Globalization;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tensors;

/// <summary>Draws the picture that a <see cref="TensorLayout"/> describes, from few of the values.</summary>
/// <param name="values">The values, dense and real. Belongs to the dispose scope of the caller.</param>
/// <param name="isComplex">True when they are the magnitudes of complex numbers.</param>
/// <param name="statistics">Their statistics.</param>
/// <param name="options">What the caller asked for.</param>
internal sealed class TensorRenderer(Tensor values, bool isComplex, TensorStatistics statistics, TensorOptions options)
{
    /// <summary>Values read for a picture at most.</summary>
    private const long MostValues = 1 << 20;

    private readonly TensorTraits _traits = TensorTraits.Of(values, isComplex, statistics);

    /// <summary>Draws the picture; null when there is none.</summary>
    /// <param name="preview">Some of the numbers as texts.</param>
    /// <exception cref="ArgumentException">The tensor cannot be shown in the way that was asked for.</exception>
    public TensorPicture? Draw(TensorPreview preview)
    {
        var layout = TensorLayout.Choose(_traits, options);
        return layout.Kind switch
        {
            PictureKind.Value => new ValuePicture(preview.Texts[0]),
            PictureKind.Bars => Bars(),
            PictureKind.Cells => Cells(layout),
            PictureKind.Tiles => Tiles(layout),
            PictureKind.Histogram => new HistogramPicture(statistics, isSmall: false),
            _ => null,
        };
    }

    private BarPicture Bars()
    {
        var shown = Thin(values, 0);
        return new BarPicture(TensorValues.ToArray(shown), values.numel())
        {
            Caption = shown.numel() < values.numel()
                ? string.Create(CultureInfo.InvariantCulture, $"{shown.numel():N0} of {values.numel():N0} values")
                : isComplex ? "magnitudes" : "",
        };
    }

    private CellPicture Cells(TensorLayout layout)
    {
        var matrix = Arrange(layout)[0, 0, 0];
        var colors = TensorColors.Choose(_traits, options, layout.IsImage);
        var raster = new Raster(TensorValues.ToArray(matrix), 1, (int)matrix.size(0), (int)matrix.size(1));
        return new CellPicture(raster, TensorPreview.Of(matrix).Texts, colors.Range, colors.Map) { Caption = layout.Part };
    }

    private TilePicture Tiles(TensorLayout layout)
    {
        var all = Arrange(layout);

        // Made smaller first: what is put together is copied.
        var shown = Thin(all.narrow(0, 0, layout.Rows).narrow(1, 0, layout.Tiles), 3);
        var (count, planes, height, width) = (layout.Rows * layout.Tiles, (int)shown.size(2), (int)shown.size(3), (int)shown.size(4));
        var numbers = Denormalise(TensorValues.ToArray(shown), planes, height * width);
        var size = planes * height * width;
        var rasters = Enumerable.Range(0, count).Select(index => new Raster(numbers[(index * size)..((index + 1) * size)], planes, height, width));
        var names = Enumerable.Range(0, layout.IsNumbered ? count : 0).Select(index => index.ToString(CultureInfo.InvariantCulture));
        var colors = TensorColors.Choose(_traits, options, layout.IsImage);
        return new TilePicture([.. rasters], layout.Columns, [.. names], colors.Range, colors.Map)
        {
            Height = all.size(3),
            Width = all.size(4),
            Caption = Caption(layout, colors.Range, count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{all.size(3)}×{all.size(4)} each") : ""),
        };
    }

    private string Caption(TensorLayout layout, ValueRange range, string size)
    {
        var caption = TensorLayout.Join(layout.Part, size);
        if (layout.IsImage && options.Mean is not null)
        {
            caption = TensorLayout.Join(caption, "denormalised");
        }
        else if (layout.IsImage && !(range.Smallest == 0 && range.Largest is 1 or 255))
        {
            caption = TensorLayout.Join(caption, $"black is {NumberFormat.Significant(range.Smallest)}, white is {NumberFormat.Significant(range.Largest)}");
        }

        return isComplex ? TensorLayout.Join(caption, "magnitudes") : caption;
    }

    /// <summary>The tensor as <c>[rows, tiles, planes, H, W]</c>, without copying.</summary>
    private Tensor Arrange(TensorLayout layout)
    {
        int?[] order = [layout.TileRow, layout.Tile, layout.Plane, layout.Height, layout.Width];
        var seen = order.OfType<int>().ToList();
        var arranged = values;
        for (var dimension = (int)values.dim() - 1; dimension >= 0; dimension--)
        {
            if (!seen.Contains(dimension))
            {
                arranged = arranged.select(dimension, dimension == layout.Channel ? layout.ChannelIndex : 0);
            }
        }

        // The dimensions that are left have moved up.
        var left = seen.Order().ToList();
        arranged = arranged.permute([.. seen.Select(dimension => (long)left.IndexOf(dimension))]);
        for (var place = 0; place < order.Length; place++)
        {
            arranged = order[place] is null ? arranged.unsqueeze(place) : arranged;
        }

        return arranged;
    }

    /// <summary>Every second entry, again and again, of the longest dimensions from the given one on, so that not more is read than can be seen.</summary>
    private static Tensor Thin(Tensor tensor, int firstDimension)
    {
        while (tensor.numel() > MostValues)
        {
            var dimension = Enumerable.Range(firstDimension, (int)tensor.dim() - firstDimension).MaxBy(tensor.size);
            tensor = tensor.slice(dimension, 0, tensor.size(dimension), 2);
        }

        return tensor;
    }

    /// <summary>Undoes the normalisation of each channel.</summary>
    private double[] Denormalise(double[] numbers, int planes, int planeSize)
    {
        if (options.Mean is not { } mean || options.Std is not { } std)
        {
            return numbers;
        }

        if (mean.Count != planes || std.Count != planes)
        {
            throw new ArgumentException($"Give one mean and one standard deviation for each of the {planes} channels of the image.");
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            var plane = i / planeSize % planes;
            numbers[i] = (numbers[i] * std[plane]) + mean[plane];
        }

        return numbers;
    }
}
