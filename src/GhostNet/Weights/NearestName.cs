using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>Suggests which name in a file is meant by one that is missing.</summary>
internal static class NearestName
{
    /// <summary>Suggestions are made for at most this many missing names: with more, the file is of another model.</summary>
    public const int MaxQuestions = 50;

    /// <summary>What a guess may cost at most: of one shape a network has fewer.</summary>
    private const int MaxCandidates = 500;

    /// <summary>The most similar name among those of the same shape, or null.</summary>
    public static string? Find(string name, Tensor wanted, IReadOnlyDictionary<string, Tensor> candidates) => candidates
        .Where(candidate => candidate.Key.Length <= Spelling.MaxLength && candidate.Value.shape.SequenceEqual(wanted.shape))
        .Take(MaxCandidates)
        .Select(candidate => candidate.Key)
        .MinBy(candidate => Spelling.Distance(name, candidate));
}
