using System.Reflection;
using System.Runtime.Loader;
using GhostNet.Runtime;
using GhostNet.Tests.Training;
using TorchSharp;

namespace GhostNet.Tests.Runtime;

public class LibtorchTests
{
    /// <summary>
    /// In programs of their own, as libtorch is loaded once. Three of them: threads that patched MKL at once ended the process in
    /// three of four times; hence they tune their process.
    /// </summary>
    [Fact]
    public async Task Threads_that_ask_for_libtorch_at_once_all_get_it()
    {
        const int Threads = 4;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var program = TrainingProgram.StartLoading(Threads, (Libtorch.TuneVariable, "1"));
            var process = program.Process;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await errors);
            Assert.Equal(Enumerable.Repeat("weights 24", Threads), output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Fact]
    public void It_is_too_late_to_tune_when_libtorch_is_loaded()
    {
        Assert.SkipWhen(Libtorch.Files is null, "Elsewhere nothing is tuned.");
        Libtorch.Load();
        var error = Assert.Throws<InvalidOperationException>(Libtorch.Tune);
        Assert.Contains("before anything that uses torch", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A notebook host may load this library and TorchSharp twice. libtorch may be in a process once.</summary>
    [Fact]
    public void A_second_copy_of_this_library_uses_the_libtorch_that_is_there()
    {
        Assert.SkipWhen(Libtorch.Files is null, "Elsewhere TorchSharp loads by itself.");
        Libtorch.Load();
        var before = LoadedLibraries();
        Assert.Single(before, file => file.EndsWith("libtorch_cpu.so", StringComparison.Ordinal));

        var second = new SecondCopy();
        var load = second.LoadFromAssemblyPath(typeof(Libtorch).Assembly.Location).GetType(typeof(Libtorch).FullName!)!.GetMethod(nameof(Libtorch.Load))!;
        Assert.NotEqual(typeof(Libtorch), load.DeclaringType);
        load.Invoke(null, null);
        Assert.Equal(before, LoadedLibraries());
    }

    private static List<string> LoadedLibraries() =>
        [.. ProcessMemory.Read().Select(range => range.File).Where(file => file.Contains("orch", StringComparison.Ordinal)).Distinct().Order()];

    private sealed class SecondCopy() : AssemblyLoadContext("second")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == "TorchSharp" ? LoadFromAssemblyPath(typeof(torch).Assembly.Location) : null;
    }
}
