using System.Globalization;
using GhostNet.Runtime;
using GhostNet.Tests.Training;

namespace GhostNet.Tests.Runtime;

public class GlibcMallocTests
{
    private const string HugePages = "/sys/kernel/mm/transparent_hugepage/enabled";

    /// <summary>In a program of its own: only the heap of a main thread is asked for, and a test runs on another.</summary>
    [Theory]
    [InlineData(false, "1", true)]
    [InlineData(true, "", true)]
    [InlineData(true, "1", true)]
    [InlineData(true, "0", false)]
    [InlineData(false, "", false)]
    [InlineData(false, "0", false)]
    public void The_heap_asks_for_huge_pages_where_that_is_wanted(bool tunes, string variable, bool expected)
    {
        SkipWithoutHugePages();
        using var program = new WaitingProgram(tunes, variable);
        Assert.Equal(expected, program.HeapOfHugePages() is not null);
    }

    [Fact]
    public void Memory_of_a_first_step_is_fetched_though_the_program_needs_less()
    {
        SkipWithoutHugePages();
        Assert.SkipUnless(
            Environment.ProcessorCount > 1 && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= 1L << 32, "This machine has one core, or less than 4 GB.");
        using var program = new WaitingProgram(tunes: true, variable: "");
        Assert.True(SpinWait.SpinUntil(() => program.HeapOfHugePages()!.Value.Resident >= 256 << 10, TimeSpan.FromMinutes(10)));
        Assert.InRange(program.HeapOfHugePages()!.Value.Resident, 256 << 10, 300 << 10);
    }

    private static void SkipWithoutHugePages() => Assert.SkipUnless(
        File.Exists(HugePages) && !File.ReadAllText(HugePages).Contains("[never]", StringComparison.Ordinal), "This system has no huge pages.");

    /// <summary>A program that has used libtorch and waits.</summary>
    private sealed class WaitingProgram : IDisposable
    {
        private readonly TrainingProgram _program;

        public WaitingProgram(bool tunes, string variable)
        {
            _program = TrainingProgram.StartBare(tunes, (Libtorch.TuneVariable, variable));
            Assert.Equal("sum 6", _program.ReadLine());
        }

        public Mapping? HeapOfHugePages() => Mappings(_program.Process.Id)
            .Where(mapping => mapping.Size > 512 << 10 && mapping.Flags.Contains("hg"))
            .Select(mapping => (Mapping?)mapping)
            .SingleOrDefault();

        public void Dispose() => _program.Dispose();
    }

    /// <summary>The pieces of a process's memory, with the kernel's flags: <c>hg</c> is the wish for huge pages.</summary>
    private static IEnumerable<Mapping> Mappings(int process)
    {
        long size = 0, resident = 0;
        foreach (var line in File.ReadLines($"/proc/{process}/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "Size:":
                    size = long.Parse(words[1], CultureInfo.InvariantCulture);
                    break;
                case "Rss:":
                    resident = long.Parse(words[1], CultureInfo.InvariantCulture);
                    break;
                case "VmFlags:":
                    yield return new Mapping(size, resident, words);
                    break;
            }
        }
    }

    /// <summary>Sizes are in kilobytes.</summary>
    private readonly record struct Mapping(long Size, long Resident, string[] Flags);
}
