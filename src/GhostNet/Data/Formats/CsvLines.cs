using System.Text;

namespace GhostNet.Data;

/// <summary>Reads comma-separated values (RFC 4180): cells may stand in quotes, and then have commas, quotes and line ends.</summary>
internal static class CsvLines
{
    /// <summary>The lines that are not empty.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number of each line, from 1, and its cells.</returns>
    /// <exception cref="InvalidDataException">A quote is not closed.</exception>
    public static IEnumerable<(int Number, IReadOnlyList<string> Cells)> Read(string text)
    {
        var (cells, cell) = (new List<string>(), new StringBuilder());
        var (line, first, isQuoted) = (1, 1, false);
        for (var i = 0; i <= text.Length; i++)
        {
            var letter = i < text.Length ? text[i] : '\n';
            if (isQuoted)
            {
                if (i == text.Length)
                {
                    throw new InvalidDataException($"line {first}: a quote is not closed");
                }

                if (letter != '"' || (i + 1 < text.Length && text[i + 1] == '"'))
                {
                    cell.Append(letter);
                    i += letter == '"' ? 1 : 0;
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (letter == '"' && cell.Length == 0)
            {
                isQuoted = true;
            }
            else if (letter is ',' or '\n')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
                if (letter == '\n')
                {
                    if (cells.Any(static value => value.Length > 0))
                    {
                        yield return (first, cells);
                    }

                    (cells, first) = ([], line + 1);
                }
            }
            else
            {
                cell.Append(letter);
            }

            line += letter == '\n' ? 1 : 0;
        }
    }
}
