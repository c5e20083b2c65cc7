using System.Text;

namespace GhostNet.Weights;

/// <summary>How the weights of a file fit a model.</summary>
public sealed class WeightReport
{
    private const int ShownOfEach = 10;

    internal WeightReport(string source, string model, int wanted, int fitting, IReadOnlyList<WeightDifference> differences, string? hint)
    {
        (Source, Model, Wanted, Fitting, Differences, Hint) = (source, model, wanted, fitting, differences, hint);
    }

    /// <summary>The file.</summary>
    public string Source { get; }

    /// <summary>The type of the model.</summary>
    public string Model { get; }

    /// <summary>Parameters and buffers of the model that were to be loaded.</summary>
    public int Wanted { get; }

    /// <summary>How many of them the file has in the right shape.</summary>
    public int Fitting { get; }

    /// <summary>What does not fit: settings first, then missing tensors, then the others.</summary>
    public IReadOnlyList<WeightDifference> Differences { get; }

    /// <summary>Whether nothing is missing, unexpected or different.</summary>
    public bool IsComplete => Differences.Count == 0;

    /// <summary>What to do about the differences, as sentences; null when there is nothing to say.</summary>
    public string? Hint { get; }

    /// <summary>A line for the whole, and one for each difference; of many, the first of each kind.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Source}: {Fitting} of {Wanted} weights fit {Model}{(IsComplete ? "." : ":")}");
        foreach (var group in Differences.GroupBy(static difference => difference.Problem))
        {
            foreach (var difference in group.Take(ShownOfEach))
            {
                text.Append("\n  ").Append(difference);
            }

            var more = group.Count() - ShownOfEach;
            if (more > 0)
            {
                text.Append(FormattableString.Invariant($"\n  {group.First().Kind}: {more} more"));
            }
        }

        return Hint is null ? text.ToString() : text.Append('\n').Append(Hint).ToString();
    }
}
