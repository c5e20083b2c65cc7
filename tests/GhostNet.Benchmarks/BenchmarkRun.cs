using GhostNet.Benchmarks.Running;
using GhostNet.Data;

namespace GhostNet.Benchmarks;

/// <summary>What the suites of one run share.</summary>
internal sealed class BenchmarkRun(bool isQuick, string? dataFolder) : IDisposable
{
    private readonly Lazy<PythonChild?> _python = new(PythonChild.Start);
    private readonly Lazy<PlainChild> _plain = new(() => new PlainChild());

    /// <summary>Whether everything runs only once, to see that it works.</summary>
    public bool IsQuick => isQuick;

    /// <summary>What was found so far.</summary>
    public Report Report { get; } = new();

    /// <summary>PyTorch, started when it is first wanted; null where there is none.</summary>
    public PythonChild? Python => _python.Value;

    /// <summary>The plain port, started when it is first wanted.</summary>
    public PlainChild Plain => _plain.Value;

    /// <summary>PyTorch if it was started already.</summary>
    public PythonChild? StartedPython => _python.IsValueCreated ? _python.Value : null;

    /// <summary>A size of batch, or a small one for a quick run.</summary>
    public int Batch(int images) => IsQuick ? Math.Min(images, 16) : images;

    /// <summary>Real images from the folder that was named, or drawn ones.</summary>
    public ImageDataset Images(int count) =>
        (dataFolder is null ? Shapes.Create(count, test: 1).Train : Cifar10.Load(dataFolder).Train).Take(count);

    /// <summary>Runs contenders in turns.</summary>
    /// <param name="contenders">Who is timed; each has a turn in every round.</param>
    /// <param name="rounds">Rounds, after a first one that does not count.</param>
    /// <param name="seconds">Length of a turn; at least one repetition is made.</param>
    /// <returns>Each contender's median, in milliseconds.</returns>
    public IReadOnlyList<double> Time(IReadOnlyList<Contender> contenders, int rounds, double seconds) =>
        Interleaved.Medians(contenders, isQuick ? 1 : rounds, isQuick ? 0 : seconds, warmUp: !isQuick);

    public void Dispose()
    {
        StartedPython?.Dispose();
        if (_plain.IsValueCreated)
        {
            Plain.Dispose();
        }
    }
}
