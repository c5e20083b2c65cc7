using GhostNet.Kernels;
using GhostNet.Tests.Training;

namespace GhostNet.Tests.Runtime;

public sealed class ThreadTeamTests
{
    private const int Threads = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    public void Each_part_is_done_once(int parts)
    {
        var done = new int[parts];
        ThreadTeam.Run(parts, part => Interlocked.Increment(ref done[part]));
        Assert.All(done, count => Assert.Equal(1, count));
    }

    /// <summary>libgomp grants a single thread within a parallel region.</summary>
    [Fact]
    public void Each_part_is_done_once_in_a_team_within_a_team()
    {
        var done = new int[5, 7];
        ThreadTeam.Run(5, outer => ThreadTeam.Run(7, inner => Interlocked.Increment(ref done[outer, inner])));
        Assert.All(done.Cast<int>(), count => Assert.Equal(1, count));
    }

    [Fact]
    public void Threads_that_call_at_once_all_get_their_parts_done()
    {
        var done = new int[8, 100, 3];
        var callers = Enumerable.Range(0, 8).Select(caller => new Thread(() =>
        {
            for (var call = 0; call < 100; call++)
            {
                ThreadTeam.Run(3, part => Interlocked.Increment(ref done[caller, call, part]));
            }
        })).ToList();
        callers.ForEach(caller => caller.Start());
        callers.ForEach(caller => caller.Join());
        Assert.All(done.Cast<int>(), count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_of_any_part_comes_to_the_caller(int parts)
    {
        void Kernel(int part)
        {
            if (part == parts - 1)
            {
                throw new FormatException($"part {part}");
            }
        }

        var thrown = Assert.Throws<FormatException>(() => ThreadTeam.Run(parts, Kernel));
        Assert.Equal($"part {parts - 1}", thrown.Message);
        Assert.Contains(nameof(Kernel), thrown.StackTrace, StringComparison.Ordinal);
        Each_part_is_done_once(parts);
    }

    /// <summary>A program that is granted one thread of two computes what one with two computes: how work is divided decides, not who does it.</summary>
    [Theory]
    [InlineData("OMP_THREAD_LIMIT", "1")]
    [InlineData("OMP_DYNAMIC", "true")]
    public async Task Fewer_threads_than_were_asked_for_compute_the_same_bits(string name, string value)
    {
        var granted = await LayerNumbers();
        Assert.Equal(granted, await LayerNumbers((name, value)));
    }

    /// <summary>The gradient of a 3×3 convolution: oneDNN would wait for ever for the second thread.</summary>
    [Fact]
    public async Task A_training_with_a_limit_of_one_thread_ends() =>
        Assert.Contains("training ", await Numbers("all", 0, ("OMP_THREAD_LIMIT", "1"), ("OMP_NUM_THREADS", "2")), StringComparison.Ordinal);

    private static Task<string> LayerNumbers(params (string Name, string Value)[] environment) => Numbers("kernels", Threads, environment);

    private static async Task<string> Numbers(string what, int threads, params (string Name, string Value)[] environment)
    {
        var token = TestContext.Current.CancellationToken;
        using var program = TrainingProgram.StartNumbers(what, threads, environment);
        var errors = program.Process.StandardError.ReadToEndAsync(token);
        var output = await program.Process.StandardOutput.ReadToEndAsync(token);
        await program.Process.WaitForExitAsync(token);
        Assert.True(program.Process.ExitCode == 0, await errors);
        Assert.NotEmpty(output);
        return output;
    }
}
