using System.Diagnostics;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tests.Tensors;

/// <summary>Alone in the process while it runs: what other tests take at the same time would count as its own.</summary>
[CollectionDefinition(nameof(LargeTensorTests), DisableParallelization = true)]
[Collection(nameof(LargeTensorTests))]
public sealed class LargeTensorTests
{
    [Fact]
    public void A_hundred_million_values_are_read_without_a_copy_of_them()
    {
        using var scope = NewDisposeScope();
        var values = ones(100_000_000);
        values[77_777_777] = 5;
        _ = zeros(1000).View();
        using var process = Process.GetCurrentProcess();
        var before = PeakMemory(process);
        var view = values.View();
        Assert.InRange(PeakMemory(process), 0, before + (64L << 20));
        Assert.Contains("min 1, mean 1, max 5", view.ToString(), StringComparison.Ordinal);
    }

    private static long PeakMemory(Process process)
    {
        process.Refresh();
        return process.PeakWorkingSet64;
    }
}
