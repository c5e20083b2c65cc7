using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GhostNet.Cli.Serving;

/// <summary>Reads from what the notebook runner writes which cell it is at. A cell's line is there before its end, so pieces are read.</summary>
/// <param name="receive">Receives the number of the cell, how many there are, and its first line.</param>
internal sealed partial class CellProgress(Action<int, int, string> receive)
{
    private readonly StringBuilder _line = new();

    /// <summary>Reads the next piece.</summary>
    /// <param name="text">The piece, which need not end with a line.</param>
    public void Read(string text)
    {
        var parts = text.Split('\n');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0)
            {
                _line.Clear();
            }

            _line.Append(parts[i]);
            if (Begin().Match(_line.ToString()) is { Success: true } begin && i == parts.Length - 1)
            {
                receive(Number(begin.Groups["cell"]), Number(begin.Groups["count"]), begin.Groups["code"].Value.TrimEnd());
            }
        }
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^ +(?<cell>\d{1,6})/(?<count>\d{1,6})  \S+  (?<code>.{0,60})")]
    private static partial Regex Begin();
}
