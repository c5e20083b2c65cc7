using System.Runtime.InteropServices;
using GhostNet.Runtime;
using GhostNet.Tests.Training;

namespace GhostNet.Tests.Runtime;

public class MklTests
{
    /// <summary>MKL says so itself, when it first multiplies matrices, if this is set.</summary>
    private const string Verbose = "MKL_VERBOSE";

    /// <summary>A new version of libtorch may have other code; then it is to be looked at before it is replaced.</summary>
    [Fact]
    public void The_code_that_would_be_replaced_is_that_of_this_libtorch()
    {
        Assert.SkipWhen(Libtorch.Files is null, "Elsewhere nothing is replaced.");
        Libtorch.Load();
        var libtorch = NativeLibrary.Load(Path.Combine(Libtorch.Files!.Engine, LibtorchFiles.MainLibrary));
        foreach (var (name, code) in Mkl.Questions)
        {
            var function = NativeLibrary.GetExport(libtorch, name);
            Assert.Equal(0, function % sizeof(ulong));
            Assert.Equal(code, (ulong)Marshal.ReadInt64(function) & Mkl.CodeMask);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void On_a_processor_of_AMD_it_uses_AVX_512_where_the_process_is_tuned(bool tunes)
    {
        Assert.SkipUnless(Mkl.Applies, "This processor is not AMD's or has no AVX-512.");
        using var folder = new TemporaryFolder();
        using var program = TrainingProgram.Start(folder.Path, threads: 1, waitAfter: 1, (Verbose, "1"), (Libtorch.TuneVariable, tunes ? "1" : "0"));
        var line = program.ReadLine();
        while (line?.StartsWith(Verbose, StringComparison.Ordinal) == false)
        {
            line = program.ReadLine();
        }

        Assert.NotNull(line);
        Assert.Equal(tunes, line.Contains("AVX-512", StringComparison.Ordinal));
    }
}
