using System.Globalization;
using GhostNet.Interactive.Rendering;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tensors;

/// <summary>Chooses the picture of a tensor by its shape and values, and draws it from few of them.</summary>
/// <param name="values">The values, dense and real. Belongs to the dispose scope of the caller.</param>
/// <param name="isComplex">True when they are the magnitudes of complex numbers.</param>
/// <param name="statistics">What they are like.</param>
/// <param name="excerpt">Some of the numbers as texts; null when there is none.</param>
/// <param name="options">What the caller asked for.</param>
internal sealed class TensorRenderer(Tensor values, bool isComplex, TensorStatistics statistics, TensorPreview? excerpt, TensorOptions options)
{
    /// <summary>Values read for a picture at most.</summary>
    private const long MostValues = 1 << 20;

    /// <summary>Tiles in a sheet at most.</summary>
    private const int MostTiles = 64;

    /// <summary>Rows and columns of a sheet with a row for each entry of a batch.</summary>
    private const int MostRows = 8;
    private const int MostColumns = 16;

    /// <summary>A matrix of at most so many rows and columns is shown with its numbers.</summary>
    private const int MostCells = 12;

    /// <summary>A colour picture smaller than this is a kernel rather than an image.</summary>
    private const int SmallestImage = 8;

    private bool IsByte => values.dtype == ScalarType.Byte;

    /// <summary>Values that are grey levels: bytes, or fractions.</summary>
    private bool HasLevels => values.dtype != ScalarType.Bool && !isComplex
        && (IsByte ? statistics.Max > 16 : values.dim() > 2 && values.is_floating_point() && statistics is { Min: >= 0, Max: <= 1 });

    /// <summary>Draws the picture; null when the tensor has no value to show.</summary>
    public TensorPicture? Draw()
    {
        if (excerpt is null)
        {
            return null;
        }

        if (options.Channel is { } channel)
        {
            return Plane(OfChannel(channel), $"channel {channel}");
        }

        return options.Display switch
        {
            TensorDisplay.Image => Image(),
            TensorDisplay.HeatMap => Plane(LastTwo(), Leading(values, 2)),
            TensorDisplay.Channels => Channels(),
            TensorDisplay.Gallery => Gallery(),
            TensorDisplay.Bars => Bars(values),
            TensorDisplay.Histogram => new HistogramPicture(statistics, isSmall: false),
            TensorDisplay.Numbers => null,
            _ => Automatic(),
        };
    }

    private TensorPicture Automatic()
    {
        var leading = "";
        var shown = values.squeeze();
        if (shown.dim() > 4)
        {
            leading = Leading(shown, 4);
            while (shown.dim() > 4)
            {
                shown = shown.select(0, 0);
            }
        }

        return shown.dim() switch
        {
            0 => new ValuePicture(excerpt!.Texts[0]),
            1 => Bars(shown),
            2 => Plane(shown, leading),
            3 when AsImage(shown) is { } image => Sheet(image.unsqueeze(0), 1, [], leading),
            3 => Wrapped(shown.unsqueeze(1), leading),
            _ when HasImages(shown) => Wrapped(shown, leading),
            _ => Matrix(shown, leading),
        };
    }

    private TilePicture Image()
    {
        var shown = values;
        var leading = "";
        if (shown.dim() > 3)
        {
            leading = Leading(shown, 3);
            while (shown.dim() > 3)
            {
                shown = shown.select(0, 0);
            }
        }

        var image = shown.dim() switch
        {
            2 => shown.unsqueeze(0),
            3 when shown.size(0) is 1 or 3 => shown,
            3 when shown.size(2) is 1 or 3 => shown.permute(2, 0, 1),
            _ => throw Misfit("an image has the shape [H, W], [1 or 3, H, W] or [H, W, 3]"),
        };
        return Sheet(image.unsqueeze(0), 1, [], leading);
    }

    private TilePicture Gallery() => values.dim() switch
    {
        4 when values.size(1) is 1 or 3 => Wrapped(values, ""),
        4 when values.size(3) is 1 or 3 => Wrapped(values.permute(0, 3, 1, 2), ""),
        3 => Wrapped(values.unsqueeze(1), ""),
        _ => throw Misfit("a gallery has the shape [N, 1 or 3, H, W] or [N, H, W]"),
    };

    private TilePicture Channels() => values.dim() switch
    {
        3 => Wrapped(values.unsqueeze(1), ""),
        4 when values.size(0) == 1 => Wrapped(values.select(0, 0).unsqueeze(1), ""),
        4 => Matrix(values, ""),
        _ => throw Misfit("channels need the shape [C, H, W] or [N, C, H, W]"),
    };

    /// <summary>The last two dimensions; of the others the first entry.</summary>
    private Tensor LastTwo()
    {
        var matrix = values;
        while (matrix.dim() > 2)
        {
            matrix = matrix.select(0, 0);
        }

        return matrix.dim() == 2 ? matrix : matrix.reshape(1, -1);
    }

    private Tensor OfChannel(int channel)
    {
        var dimension = (int)values.dim() - 3;
        if (dimension < 0)
        {
            throw Misfit("a channel needs the shape [C, H, W] or [N, C, H, W]");
        }

        if (channel < 0 || channel >= values.size(dimension))
        {
            throw new ArgumentOutOfRangeException(
                nameof(channel), channel, $"The tensor has channels 0 to {values.size(dimension) - 1}: choose one of them.");
        }

        var plane = values.select(dimension, channel);
        while (plane.dim() > 2)
        {
            plane = plane.select(0, 0);
        }

        return plane;
    }

    /// <summary>The planes of a colour image <c>[3, H, W]</c>, or null when the tensor is none.</summary>
    private Tensor? AsImage(Tensor tensor) =>
        isComplex ? null
        : tensor.size(0) == 3 && tensor.size(1) >= SmallestImage && tensor.size(2) >= SmallestImage ? tensor
        : tensor.size(2) == 3 && HasLevels && tensor.size(0) >= SmallestImage && tensor.size(1) >= SmallestImage ? tensor.permute(2, 0, 1)
        : null;

    private bool HasImages(Tensor tensor) =>
        !isComplex && tensor.size(1) == 3 && tensor.size(2) >= SmallestImage && tensor.size(3) >= SmallestImage;

    private BarPicture Bars(Tensor tensor)
    {
        var shown = Thin(tensor, 0);
        return new BarPicture(TensorValues.ToArray(shown), tensor.numel())
        {
            Caption = shown.numel() < tensor.numel()
                ? string.Create(CultureInfo.InvariantCulture, $"{shown.numel():N0} of {tensor.numel():N0} values")
                : isComplex ? "magnitudes" : "",
        };
    }

    /// <summary>A matrix, with its numbers when it is small.</summary>
    private TensorPicture Plane(Tensor matrix, string part)
    {
        // A small matrix that is all of the tensor is a thing to read; one that is part of it is a thing to see.
        if (matrix.size(0) <= MostCells && matrix.size(1) <= MostCells && !isComplex)
        {
            var map = Map(isImage: false);
            var raster = new Raster(TensorValues.ToArray(matrix), 1, (int)matrix.size(0), (int)matrix.size(1));
            return new CellPicture(raster, TensorPreview.Of(matrix).Texts, Range(map, isImage: false), map) { Caption = part };
        }

        return Sheet(matrix.unsqueeze(0).unsqueeze(0), 1, [], part);
    }

    /// <summary>A tile for each entry of <c>[N, planes, H, W]</c>, as many a row as look well.</summary>
    private TilePicture Wrapped(Tensor tiles, string part)
    {
        var all = tiles.size(0);
        var shown = (int)Math.Min(all, MostTiles);
        var columns = Math.Min(shown, shown <= 4 ? shown : shown <= 12 ? 6 : 8);
        return Sheet(
            tiles.narrow(0, 0, shown),
            columns,
            [.. Enumerable.Range(0, shown).Select(index => index.ToString(CultureInfo.InvariantCulture))],
            shown < all ? Join(part, string.Create(CultureInfo.InvariantCulture, $"{shown} of {all}")) : part);
    }

    /// <summary>A row of tiles for each entry of <c>[N, C, H, W]</c>, a column for each channel.</summary>
    private TilePicture Matrix(Tensor tensor, string part)
    {
        var (rows, columns) = ((int)Math.Min(tensor.size(0), MostRows), (int)Math.Min(tensor.size(1), MostColumns));
        var shown = tensor.narrow(0, 0, rows).narrow(1, 0, columns);
        var note = string.Create(
            CultureInfo.InvariantCulture, $"{rows} of {tensor.size(0)} rows, {columns} of {tensor.size(1)} columns");
        // Made smaller first: what is put together is copied.
        shown = Thin(shown, 2);
        return Sheet(
            shown.reshape(rows * columns, 1, shown.size(2), shown.size(3)), columns, [], Join(part, note), tensor.size(2), tensor.size(3));
    }

    /// <summary>Tiles <c>[N, planes, H, W]</c>, and how large they are in the tensor where that is more.</summary>
    private TilePicture Sheet(
        Tensor tiles, int columns, IReadOnlyList<string> names, string part, long? fullHeight = null, long? fullWidth = null)
    {
        var (allRows, allColumns) = (fullHeight ?? tiles.size(2), fullWidth ?? tiles.size(3));
        tiles = Thin(tiles, 2);
        var (count, planes, height, width) = ((int)tiles.size(0), (int)tiles.size(1), (int)tiles.size(2), (int)tiles.size(3));
        var isImage = planes == 3 || options.Display is TensorDisplay.Image or TensorDisplay.Gallery || HasLevels;
        var numbers = Denormalise(TensorValues.ToArray(tiles), planes, height * width);
        var size = planes * height * width;
        var rasters = Enumerable.Range(0, count).Select(index => new Raster(numbers[(index * size)..((index + 1) * size)], planes, height, width));
        var map = Map(isImage);
        var range = Range(map, isImage);
        var caption = Join(part, count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{allRows}×{allColumns} each") : "");
        if (isImage && options.Mean is not null)
        {
            caption = Join(caption, "denormalised");
        }
        else if (isImage && !(range.Smallest == 0 && range.Largest is 1 or 255))
        {
            caption = Join(caption, $"black is {Html.Number(range.Smallest)}, white is {Html.Number(range.Largest)}");
        }

        if (isComplex)
        {
            caption = Join(caption, "magnitudes");
        }

        return new TilePicture([.. rasters], columns, count > 1 ? names : [], range, map)
        {
            Height = allRows,
            Width = allColumns,
            Caption = caption,
        };
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

    private ColorMap Map(bool isImage) => options.ColorMap switch
    {
        ColorMap.Auto when isImage => ColorMap.Gray,
        ColorMap.Auto when statistics is { Min: < 0, Max: > 0 } => ColorMap.BlueRed,
        ColorMap.Auto => ColorMap.Viridis,
        var chosen => chosen,
    };

    private ValueRange Range(ColorMap map, bool isImage)
    {
        var (low, high) = statistics.HasRange ? (statistics.Min, statistics.Max) : (0, 1);
        if (isImage)
        {
            // Levels as they are meant: bytes, fractions, fractions after normalisation is undone, or bytes as fractions of other types.
            (low, high) = options.Mean is not null || (values.is_floating_point() && low >= 0 && high <= 1) ? (0, 1)
                : IsByte || (low >= 0 && high is > 2 and <= 255) ? (0, 255)
                : (low, high);
        }
        else if (map == ColorMap.BlueRed)
        {
            high = Math.Max(Math.Abs(low), Math.Abs(high));
            low = -high;
        }

        return new ValueRange(options.Min ?? low, options.Max ?? high);
    }

    /// <summary>How many there are of what is shown, when the leading dimensions hold more than one.</summary>
    private static string Leading(Tensor tensor, int shown)
    {
        var all = tensor.shape.SkipLast(shown).Aggregate(1L, (a, b) => a * b);
        return all > 1 ? string.Create(CultureInfo.InvariantCulture, $"the first of {all}") : "";
    }

    private static string Join(string first, string second) => first.Length == 0 || second.Length == 0 ? first + second : $"{first}, {second}";

    private ArgumentException Misfit(string expected) => new($"The tensor [{string.Join(", ", values.shape)}] does not fit: {expected}.");
}
