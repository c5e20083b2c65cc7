using System.Globalization;
using System.Text;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tensors;

/// <summary>Some of the numbers of a tensor: the first rows and columns of its last two dimensions.</summary>
internal sealed class TensorPreview
{
    private const int MostRows = 12;
    private const int MostColumns = 12;

    private readonly string[,] _cells;
    private readonly int _rank;
    private readonly bool _moreRows;
    private readonly bool _moreColumns;

    private TensorPreview(string[,] cells, int rank, bool moreRows, bool moreColumns) =>
        (_cells, _rank, _moreRows, _moreColumns) = (cells, rank, moreRows, moreColumns);

    /// <summary>True when no value is left out.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>Which part of the tensor it is, such as <c>[0, 0, :12, :12]</c>; empty for all of it.</summary>
    public string Part { get; private init; } = "";

    /// <summary>The texts, row by row.</summary>
    public IReadOnlyList<string> Texts => [.. _cells.Cast<string>()];

    /// <summary>Reads the numbers.</summary>
    /// <param name="tensor">A dense tensor, complex or real, with at least one value; the caller keeps it.</param>
    public static TensorPreview Of(Tensor tensor)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var rank = (int)tensor.dim();
        var matrix = tensor.detach();
        var part = new List<string>();
        while (matrix.dim() > 2)
        {
            part.Add("0");
            matrix = matrix.select(0, 0);
        }

        while (matrix.dim() < 2)
        {
            matrix = matrix.unsqueeze(0);
        }

        var (rows, columns) = (Math.Min(matrix.size(0), MostRows), Math.Min(matrix.size(1), MostColumns));
        var (moreRows, moreColumns) = (rows < matrix.size(0), columns < matrix.size(1));
        if (rank >= 2)
        {
            part.Add(moreRows ? $":{rows}" : ":");
        }

        part.Add(moreColumns ? $":{columns}" : ":");
        return new TensorPreview(Format(matrix.narrow(0, 0, rows).narrow(1, 0, columns)), rank, moreRows, moreColumns)
        {
            IsWhole = tensor.numel() == rows * columns,
            Part = rank > 2 || moreRows || moreColumns ? $"[{string.Join(", ", part)}]" : "",
        };
    }

    /// <summary>The numbers as a table.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("""<div class="wide"><table class="excerpt">""");
        for (var row = 0; row < _cells.GetLength(0); row++)
        {
            html.Append("<tr>");
            for (var column = 0; column < _cells.GetLength(1); column++)
            {
                html.Append("<td>").Append(Html.Text(_cells[row, column])).Append("</td>");
            }

            html.Append(_moreColumns ? "<td>…</td></tr>" : "</tr>");
        }

        return html.Append(_moreRows ? "<tr><td>…</td></tr></table></div>" : "</table></div>").ToString();
    }

    /// <summary>The numbers in brackets, aligned.</summary>
    public override string ToString()
    {
        if (_rank == 0)
        {
            return _cells[0, 0];
        }

        var width = Texts.Max(text => text.Length);
        var rows = Enumerable.Range(0, _cells.GetLength(0)).Select(row =>
            "[" + string.Join(", ", Enumerable.Range(0, _cells.GetLength(1)).Select(column => _cells[row, column].PadLeft(_rank == 1 ? 0 : width)))
            + (_moreColumns ? ", …]" : "]"));
        var lines = string.Join("\n ", _moreRows ? rows.Append("…") : rows);
        return _rank == 1 ? lines : $"[{lines}]";
    }

    private static string[,] Format(Tensor matrix)
    {
        var texts = matrix.dtype switch
        {
            ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64 =>
                TensorValues.ToArray(matrix.real).Zip(TensorValues.ToArray(matrix.imag), Complex),
            ScalarType.Bool => TensorValues.ToArray(matrix).Select(value => value == 0 ? "false" : "true"),
            // Not through float64, which has no room for 64 bits.
            _ when matrix.is_integral() => matrix.to_type(ScalarType.Int64).cpu().contiguous().data<long>().ToArray()
                .Select(value => value.ToString(CultureInfo.InvariantCulture)),
            _ => TensorValues.ToArray(matrix).Select(NumberFormat.Significant),
        };
        var cells = new string[matrix.size(0), matrix.size(1)];
        foreach (var (i, text) in texts.Index())
        {
            cells[i / cells.GetLength(1), i % cells.GetLength(1)] = text;
        }

        return cells;
    }

    private static string Complex(double real, double imaginary) =>
        $"{NumberFormat.Significant(real)}{(imaginary < 0 || (imaginary == 0 && double.IsNegative(imaginary)) ? "-" : "+")}{NumberFormat.Significant(Math.Abs(imaginary))}i";
}
