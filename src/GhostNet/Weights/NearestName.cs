using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>Suggests which name in a file is meant by one that is missing.</summary>
internal static class NearestName
{
    /// <summary>Suggestions are made for at most this many missing names: with more, the file is of another model.</summary>
    public const int MaxQuestions = 50;

    // What a guess may cost at most. The names of a network are shorter, and of one shape it has fewer.
    private const int MaxCandidates = 500;
    private const int MaxNameLength = 120;

    /// <summary>The most similar name among those of the same shape, or null.</summary>
    public static string? Find(string name, Tensor wanted, IReadOnlyDictionary<string, Tensor> candidates) => candidates
        .Where(candidate => candidate.Key.Length <= MaxNameLength && candidate.Value.shape.SequenceEqual(wanted.shape))
        .Take(MaxCandidates)
        .Select(candidate => candidate.Key)
        .MinBy(candidate => Distance(name, candidate));

    /// <summary>How many characters must be changed, added or taken away (Levenshtein).</summary>
    private static int Distance(string one, string other)
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
