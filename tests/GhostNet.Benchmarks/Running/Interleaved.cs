namespace GhostNet.Benchmarks.Running;

/// <summary>Times contenders turn by turn, so that what the machine does meanwhile meets them all alike.</summary>
internal static class Interleaved
{
    /// <summary>Runs the rounds.</summary>
    /// <param name="contenders">Who takes turns.</param>
    /// <param name="rounds">Rounds that count.</param>
    /// <param name="seconds">Length of a turn.</param>
    /// <param name="warmUp">Whether a round goes before that does not count.</param>
    /// <returns>Each contender's median over all its repetitions, in milliseconds.</returns>
    public static IReadOnlyList<double> Medians(IReadOnlyList<Contender> contenders, int rounds, double seconds, bool warmUp)
    {
        var times = contenders.Select(_ => new List<double>()).ToList();
        for (var round = warmUp ? -1 : 0; round < rounds; round++)
        {
            foreach (var (contender, list) in contenders.Zip(times))
            {
                var turn = contender.Turn(seconds);
                if (round >= 0)
                {
                    list.AddRange(turn);
                }
            }
        }

        return [.. times.Select(Median)];
    }

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
