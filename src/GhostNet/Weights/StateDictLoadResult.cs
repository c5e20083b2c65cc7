using System.Text;
using GhostNet.IO;

namespace GhostNet.Weights;

/// <summary>How the weights of a file fit a model: what PyTorch's <c>load_state_dict</c> returns, and why.</summary>
public sealed class StateDictLoadResult
{
    private const int ShownPerKind = 10;

    internal StateDictLoadResult(string source, string model, int expected, int matched) =>
        (Source, Model, Expected, Matched) = (source, model, expected, matched);

    /// <summary>The file.</summary>
    internal string Source { get; }

    /// <summary>The type of the model.</summary>
    internal string Model { get; }

    /// <summary>Number of the model's parameters and buffers that were to be loaded.</summary>
    public int Expected { get; }

    /// <summary>How many of them the file has, with the same shape and kind of type.</summary>
    public int Matched { get; }

    /// <summary>Names that the model has and the file does not.</summary>
    public IReadOnlyList<string> MissingKeys { get; internal init; } = [];

    /// <summary>Names that the file has and the model does not.</summary>
    public IReadOnlyList<string> UnexpectedKeys { get; internal init; } = [];

    /// <summary>Names that both have, with another shape or type.</summary>
    public IReadOnlyList<KeyMismatch> Mismatched { get; internal init; } = [];

    /// <summary>Settings in which the network that the file describes differs from the model.</summary>
    public IReadOnlyList<KeyMismatch> Settings { get; internal init; } = [];

    /// <summary>Whether nothing is missing, unexpected or different.</summary>
    public bool IsComplete => MissingKeys.Count + UnexpectedKeys.Count + Mismatched.Count + Settings.Count == 0;

    /// <summary>What to do about the differences; null when there is nothing to say.</summary>
    internal string? Hint { get; init; }

    /// <summary>For each missing name, what the model has, and the most similar name in the file.</summary>
    internal IReadOnlyList<string> MissingText { get; init; } = [];

    /// <summary>For each unexpected name, what the file has.</summary>
    internal IReadOnlyList<string> UnexpectedText { get; init; } = [];

    /// <summary>A line for the whole, and one for each difference: of many, the first ten of each kind.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Source}: {Matched} of {Expected} weights fit {Model}{(IsComplete ? "." : ":")}");
        Append("different setting", Settings.Select(static setting => setting.ToString()), Settings.Count);
        Append("missing", MissingKeys.Zip(MissingText, static (name, what) => $"{ForeignText.Show(name)}, {what}"), MissingKeys.Count);
        Append("mismatched", Mismatched.Select(static mismatch => mismatch.ToString()), Mismatched.Count);
        Append("unexpected", UnexpectedKeys.Zip(UnexpectedText, static (name, what) => $"{ForeignText.Show(name)}, {what}"), UnexpectedKeys.Count);
        return Hint is null ? text.ToString() : text.Append('\n').Append(Hint).ToString();

        void Append(string kind, IEnumerable<string> lines, int count)
        {
            foreach (var line in lines.Take(ShownPerKind))
            {
                text.Append("\n  ").Append(kind).Append(": ").Append(line);
            }

            if (count > ShownPerKind)
            {
                text.Append(FormattableString.Invariant($"\n  {kind}: {count - ShownPerKind} more"));
            }
        }
    }
}
