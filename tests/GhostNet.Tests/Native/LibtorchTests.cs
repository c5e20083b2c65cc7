using GhostNet.Tests.Training;

namespace GhostNet.Tests.Native;

public class LibtorchTests
{
    /// <summary>
    /// In programs of their own, as libtorch is loaded once. Three of them: threads that patched MKL at once ended the process in
    /// three of four times.
    /// </summary>
    [Fact]
    public async Task Threads_that_ask_for_libtorch_at_once_all_get_it()
    {
        const int Threads = 4;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var program = TrainingProgram.StartLoading(Threads);
            var process = program.Process;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await errors);
            Assert.Equal(Enumerable.Repeat("weights 24", Threads), output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }
}
