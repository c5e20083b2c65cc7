using GhostNet.Native;
using GhostNet.Tests.Training;

namespace GhostNet.Tests.Native;

public class MklTests
{
    /// <summary>MKL says so itself, when it first multiplies matrices, if this is set.</summary>
    private const string Verbose = "MKL_VERBOSE";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void On_a_processor_of_AMD_it_uses_AVX_512_unless_the_program_declines(bool tunesProcess)
    {
        Assert.SkipUnless(Mkl.Applies, "This processor is not AMD's or has no AVX-512.");
        using var folder = new TemporaryFolder();
        using var program = TrainingProgram.Start(folder.Path, threads: 1, waitAfter: 1, tunesProcess, (Verbose, "1"));
        var line = program.ReadLine();
        while (line?.StartsWith(Verbose, StringComparison.Ordinal) == false)
        {
            line = program.ReadLine();
        }

        Assert.NotNull(line);
        Assert.Equal(tunesProcess, line.Contains("AVX-512", StringComparison.Ordinal));
    }
}
