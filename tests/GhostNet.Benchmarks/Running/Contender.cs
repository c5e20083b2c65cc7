using System.Diagnostics;

namespace GhostNet.Benchmarks.Running;

/// <summary>Something that is timed.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Turn">Repeats its work for so many seconds, at least once, and says how many milliseconds each repetition took.</param>
internal sealed record Contender(string Name, Func<double, IReadOnlyList<double>> Turn)
{
    /// <summary>Something in this process.</summary>
    public static Contender Of(string name, Action work) => new(name, seconds => Repeat(work, seconds));

    private static List<double> Repeat(Action work, double seconds)
    {
        var milliseconds = new List<double>();
        var total = Stopwatch.StartNew();
        do
        {
            var one = Stopwatch.StartNew();
            work();
            milliseconds.Add(one.Elapsed.TotalMilliseconds);
        }
        while (total.Elapsed.TotalSeconds < seconds);

        return milliseconds;
    }
}
