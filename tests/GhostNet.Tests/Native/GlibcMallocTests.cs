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
        Assert.True(AsksForHugePages(tunesProcess: true));
    }

    [Fact]
    public void A_program_can_have_its_memory_left_alone()
    {
        SkipWithoutHugePages();
        Assert.False(AsksForHugePages(tunesProcess: false));
    }

    private static void SkipWithoutHugePages() => Assert.SkipUnless(
        File.Exists(HugePages) && !File.ReadAllText(HugePages).Contains("[never]", StringComparison.Ordinal), "This system has no huge pages.");

    private static bool AsksForHugePages(bool tunesProcess)
    {
        using var folder = new TemporaryFolder();
        using var process = TrainingProgram.Start(folder.Path, threads: 1, waitAfter: 1, tunesProcess);
        try
        {
            Assert.Equal("from 0", process.StandardOutput.ReadLine());
            return Mappings(process.Id).Any(mapping => mapping.Kilobytes > 512 << 10 && mapping.Flags.Contains("hg"));
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    /// <summary>Size of each piece of a process's memory, and the kernel's flags for it: <c>hg</c> is the wish for huge pages.</summary>
    private static IEnumerable<(long Kilobytes, string[] Flags)> Mappings(int process)
    {
        long size = 0;
        foreach (var line in File.ReadLines($"/proc/{process}/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "Size:")
            {
                size = long.Parse(words[1], CultureInfo.InvariantCulture);
            }
            else if (words[0] == "VmFlags:")
            {
                yield return (size, words);
            }
        }
    }
}
