using System.Globalization;

namespace GhostNet.Interactive.Tensors;

/// <summary>
/// Which picture a tensor gets, and what each of its dimensions becomes in it. The choice is by <see cref="TensorTraits"/> alone: no value is
/// read. A dimension that is nothing in the picture is seen at its first entry, or at the channel that was asked for.
/// </summary>
internal sealed record TensorLayout
{
    /// <summary>A matrix with at most this many rows and columns is shown with its numbers.</summary>
    private const int MostCells = 12;

    /// <summary>A colour picture smaller than this is a kernel rather than an image.</summary>
    private const int SmallestImage = 8;

    /// <summary>Tiles in a picture at most.</summary>
    private const int MostTiles = 64;

    /// <summary>Rows and columns of a grid with a row for each entry of a batch.</summary>
    private const int MostRows = 8;
    private const int MostColumns = 16;

    private TensorLayout(PictureKind kind) => Kind = kind;

    /// <summary>The kind of picture.</summary>
    public PictureKind Kind { get; }

    /// <summary>The dimension that has a row of tiles for each entry; null for none.</summary>
    public int? TileRow { get; private init; }

    /// <summary>The dimension that has a tile for each entry; null for none.</summary>
    public int? Tile { get; private init; }

    /// <summary>The dimension of one or three colour planes; null for none.</summary>
    public int? Plane { get; private init; }

    /// <summary>The dimension from top to bottom; null for none.</summary>
    public int? Height { get; private init; }

    /// <summary>The dimension from left to right; null for none.</summary>
    public int? Width { get; private init; }

    /// <summary>The dimension of the channel that was asked for; null for none.</summary>
    public int? Channel { get; private init; }

    /// <summary>The channel that was asked for.</summary>
    public int ChannelIndex { get; private init; }

    /// <summary>Rows of tiles that are shown of <see cref="TileRow"/>.</summary>
    public int Rows { get; private init; } = 1;

    /// <summary>Tiles that are shown of <see cref="Tile"/>.</summary>
    public int Tiles { get; private init; } = 1;

    /// <summary>Tiles beside each other.</summary>
    public int Columns { get; private init; } = 1;

    /// <summary>Whether each tile has its number on it.</summary>
    public bool IsNumbered { get; private init; }

    /// <summary>Whether the tiles are images, which keep their grey levels and colours.</summary>
    public bool IsImage { get; private init; }

    /// <summary>Which part of the tensor is seen; empty for all of it.</summary>
    public string Part { get; private init; } = "";

    /// <summary>Chooses the picture.</summary>
    /// <param name="tensor">A tensor with at least one value.</param>
    /// <param name="options">What the caller asked for.</param>
    /// <exception cref="ArgumentException">The tensor cannot be shown in the way that was asked for.</exception>
    public static TensorLayout Choose(TensorTraits tensor, TensorOptions options) => new Choice(tensor, options).Make();

    /// <summary>Two parts of a caption, either of which may be empty.</summary>
    public static string Join(string first, string second) => first.Length == 0 || second.Length == 0 ? first + second : $"{first}, {second}";

    private sealed class Choice(TensorTraits tensor, TensorOptions options)
    {
        private readonly IReadOnlyList<long> _shape = tensor.Shape;

        private int Rank => _shape.Count;

        public TensorLayout Make()
        {
            if (options.Channel is { } channel)
            {
                return OfChannel(channel);
            }

            return options.Display switch
            {
                TensorDisplay.Image => Image(),
                TensorDisplay.HeatMap => Matrix(Rank > 1 ? Rank - 2 : null, Rank > 0 ? Rank - 1 : null, FirstOf(_shape.SkipLast(2))),
                TensorDisplay.Channels => Channels(),
                TensorDisplay.Gallery => Gallery(),
                TensorDisplay.Bars => new TensorLayout(PictureKind.Bars),
                TensorDisplay.Histogram => new TensorLayout(PictureKind.Histogram),
                TensorDisplay.Numbers => new TensorLayout(PictureKind.None),
                _ => Automatic(),
            };
        }

        private TensorLayout Automatic()
        {
            // Dimensions of one entry say nothing; of those that are left, the last four are seen.
            var all = Enumerable.Range(0, Rank).Where(dimension => _shape[dimension] != 1).ToList();
            var seen = all.TakeLast(4).ToList();
            var part = FirstOf(all.SkipLast(4).Select(dimension => _shape[dimension]));
            return seen switch
            {
                [] => new TensorLayout(PictureKind.Value),
                [_] => new TensorLayout(PictureKind.Bars),
                [var height, var width] => Matrix(height, width, part),
                [var plane, var height, var width] when IsImage(plane, height, width) => One(plane, height, width, part),
                [var height, var width, var plane] when tensor.HasLevels && IsImage(plane, height, width) => One(plane, height, width, part),
                [var tile, var height, var width] => Many(tile, null, height, width, part),
                [var tile, var plane, var height, var width] when IsImage(plane, height, width) => Many(tile, plane, height, width, part),
                [var row, var tile, var height, var width] => Grid(row, tile, height, width, part),
                _ => throw new InvalidOperationException("At most four dimensions are seen."),
            };
        }

        private TensorLayout Image()
        {
            var part = FirstOf(_shape.SkipLast(3));
            var last = Enumerable.Range(0, Rank).TakeLast(3).ToList();
            return last switch
            {
                [var height, var width] => One(null, height, width, part),
                [var plane, var height, var width] when _shape[plane] is 1 or 3 => One(plane, height, width, part),
                [var height, var width, var plane] when _shape[plane] is 1 or 3 => One(plane, height, width, part),
                _ => throw Misfit("an image has the shape [H, W], [1 or 3, H, W] or [H, W, 3]"),
            };
        }

        private TensorLayout Gallery() => Rank switch
        {
            4 when _shape[1] is 1 or 3 => Many(0, 1, 2, 3, ""),
            4 when _shape[3] is 1 or 3 => Many(0, 3, 1, 2, ""),
            3 => Many(0, null, 1, 2, ""),
            _ => throw Misfit("a gallery has the shape [N, 1 or 3, H, W] or [N, H, W]"),
        };

        private TensorLayout Channels() => Rank switch
        {
            3 => Many(0, null, 1, 2, ""),
            4 when _shape[0] == 1 => Many(1, null, 2, 3, ""),
            4 => Grid(0, 1, 2, 3, ""),
            _ => throw Misfit("channels need the shape [C, H, W] or [N, C, H, W]"),
        };

        private TensorLayout OfChannel(int channel)
        {
            var dimension = Rank - 3;
            if (dimension < 0)
            {
                throw Misfit("a channel needs the shape [C, H, W] or [N, C, H, W]");
            }

            if (channel < 0 || channel >= _shape[dimension])
            {
                throw new ArgumentOutOfRangeException(
                    nameof(channel), channel, $"The tensor has channels 0 to {_shape[dimension] - 1}: choose one of them.");
            }

            return Matrix(Rank - 2, Rank - 1, $"channel {channel}") with { Channel = dimension, ChannelIndex = channel };
        }

        /// <summary>A matrix, with its numbers when it is small.</summary>
        private TensorLayout Matrix(int? height, int? width, string part) => Size(height) <= MostCells && Size(width) <= MostCells && !tensor.IsComplex
            ? new TensorLayout(PictureKind.Cells) { Height = height, Width = width, Part = part }
            : One(null, height, width, part);

        /// <summary>One image or heat map.</summary>
        private TensorLayout One(int? plane, int? height, int? width, string part) => new(PictureKind.Tiles)
        {
            Plane = plane,
            Height = height,
            Width = width,
            IsImage = HasImages(plane),
            Part = part,
        };

        /// <summary>A tile for each entry of a dimension, as many per row as look well.</summary>
        private TensorLayout Many(int tile, int? plane, int height, int width, string part)
        {
            var shown = (int)Math.Min(_shape[tile], MostTiles);
            return One(plane, height, width, shown < _shape[tile] ? Join(part, Invariant($"{shown} of {_shape[tile]}")) : part) with
            {
                Tile = tile,
                Tiles = shown,
                Columns = Math.Min(shown, shown <= 4 ? shown : shown <= 12 ? 6 : 8),
                IsNumbered = shown > 1,
            };
        }

        /// <summary>A row of tiles for each entry of one dimension, and in it a tile for each entry of another.</summary>
        private TensorLayout Grid(int row, int tile, int height, int width, string part)
        {
            var (rows, columns) = ((int)Math.Min(_shape[row], MostRows), (int)Math.Min(_shape[tile], MostColumns));
            return One(null, height, width, Join(part, Invariant($"{rows} of {_shape[row]} rows, {columns} of {_shape[tile]} columns"))) with
            {
                TileRow = row,
                Tile = tile,
                Rows = rows,
                Tiles = columns,
                Columns = columns,
            };
        }

        private bool IsImage(int plane, int height, int width) =>
            !tensor.IsComplex && _shape[plane] == 3 && _shape[height] >= SmallestImage && _shape[width] >= SmallestImage;

        private bool HasImages(int? plane) =>
            Size(plane) == 3 || options.Display is TensorDisplay.Image or TensorDisplay.Gallery || tensor.HasLevels;

        private long Size(int? dimension) => dimension is { } one ? _shape[one] : 1;

        /// <summary>How many there are of what is shown, when the leading dimensions hold more than one.</summary>
        private static string FirstOf(IEnumerable<long> leading) =>
            leading.Aggregate(1L, (a, b) => a * b) is var all and > 1 ? Invariant($"the first of {all}") : "";

        private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

        private ArgumentException Misfit(string expected) => new($"The tensor [{string.Join(", ", _shape)}] does not fit: {expected}.");
    }
}
