using System.Globalization;
using GhostNet.Tests.Training;

namespace GhostNet.Tests.Native;

public class GlibcMallocTests
{
    private const string HugePages = "/sys/kernel/mm/transparent_hugepage/enabled";

    /// <summary>In a program of its own: only the heap of a main thread is asked for, and a test runs on another.</summary>
    [Fact]
    public void The_heap_of_a_program_that_trains_asks_for_huge_pages()
    {
        SkipWithoutHugePages();
        using var program = new WaitingProgram(tunesProcess: true);
        Assert.NotNull(program.HeapOfHugePages());
    }

    [Fact]
    public void Memory_of_a_first_step_is_fetched_though_the_program_needs_less()
    {
        SkipWithoutHugePages();
        Assert.SkipUnless(
            Environment.ProcessorCount > 1 && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= 1L << 32, "This machine has one core, or less than 4 GB.");
        using var program = new WaitingProgram(tunesProcess: true);
        Assert.True(SpinWait.SpinUntil(() => program.HeapOfHugePages()!.Value.Resident >= 256 << 10, TimeSpan.FromMinutes(1)));
        Assert.InRange(program.HeapOfHugePages()!.Value.Resident, 256 << 10, 300 << 10);
    }

    [Fact]
    public void A_program_can_have_its_memory_left_alone()
    {
        SkipWithoutHugePages();
        using var program = new WaitingProgram(tunesProcess: false);
        Assert.Null(program.HeapOfHugePages());
    }

    private static void SkipWithoutHugePages() => Assert.SkipUnless(
        File.Exists(HugePages) && !File.ReadAllText(HugePages).Contains("[never]", StringComparison.Ordinal), "This system has no huge pages.");

    /// <summary>A program that has trained for one step and waits.</summary>
    private sealed class WaitingProgram : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly TrainingProgram _program;

        public WaitingProgram(bool tunesProcess)
        {
            _program = TrainingProgram.Start(_folder.Path, threads: 1, waitAfter: 1, tunesProcess);
            Assert.Equal("from 0", _program.ReadLine());
            Assert.Equal("step 1", _program.ReadLine());
        }

        public Mapping? HeapOfHugePages() => Mappings(_program.Process.Id)
            .Where(mapping => mapping.Size > 512 << 10 && mapping.Flags.Contains("hg"))
            .Select(mapping => (Mapping?)mapping)
            .SingleOrDefault();

        public void Dispose()
        {
            _program.Dispose();
            _folder.Dispose();
        }
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
