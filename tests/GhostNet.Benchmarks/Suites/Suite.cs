namespace GhostNet.Benchmarks.Suites;

/// <summary>Measurements that belong together.</summary>
/// <param name="name">What it is called on the command line and in the table.</param>
internal abstract class Suite(string name)
{
    /// <summary>All suites, in the order in which they run.</summary>
    public static IReadOnlyList<Suite> All { get; } =
    [
        new TrainStepSuite(), new InferenceSuite(), new LatencySuite(), new TrainerSuite(), new InputPipelineSuite(), new PicturesSuite(),
        new PredictorSuite(), new MemorySuite(), new StartupSuite(), new ViewsSuite(),
    ];

    /// <summary>What it is called on the command line and in the table.</summary>
    public string Name => name;

    /// <summary>Measures, and adds what was found to the report.</summary>
    public abstract void Run(BenchmarkRun run);

    /// <summary>Times the first contender against the others, and adds a line for each of those.</summary>
    protected static void Compare(BenchmarkRun run, string what, IReadOnlyList<Running.Contender> contenders, int rounds, double seconds = 0.3)
    {
        var medians = run.Time(contenders, rounds, seconds);
        foreach (var (baseline, median) in contenders.Zip(medians).Skip(1))
        {
            run.Report.AddTimes(what, medians[0], baseline.Name, median);
        }
    }
}
