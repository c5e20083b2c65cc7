namespace GhostNet.IO;

/// <summary>Finds what a misspelt name may mean.</summary>
internal static class Spelling
{
    /// <summary>What a comparison may cost at most: names are shorter.</summary>
    public const int MaxLength = 120;

    /// <summary>The most similar names, the nearest first.</summary>
    /// <param name="name">The name that there is not.</param>
    /// <param name="known">The names that there are.</param>
    /// <param name="most">How many to give at most.</param>
    public static IReadOnlyList<string> Nearest(string name, IEnumerable<string> known, int most = 3) =>
        name.Length > MaxLength ? [] : [.. known.OrderBy(candidate => Distance(name, candidate)).Take(most)];

    /// <summary>How many characters must be changed, added or taken away (Levenshtein).</summary>
    public static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
