using System.Globalization;

namespace GhostNet.Tests.Training;

/// <summary>Really kills a process that trains, and lets another go on.</summary>
public sealed class KilledProcessTests
{
    private const int TotalSteps = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_killed_training_ends_with_the_bits_of_one_that_was_not_killed(int threads)
    {
        using var whole = new TemporaryFolder();
        var expected = Run(whole.Path, threads, killAfterStep: null);
        Assert.Equal(0, expected.From);
        Assert.Equal(TotalSteps, expected.LastStep);
        Assert.NotNull(expected.Weights);

        // Between 5 and 30, at any moment of the step after it, also while a checkpoint is being written.
        var moment = Random.Shared.Next(5, 30);
        using var killed = new TemporaryFolder();
        var first = Run(killed.Path, threads, moment);
        Assert.Null(first.Weights);

        var second = Run(killed.Path, threads, killAfterStep: null);
        Assert.InRange(second.From, moment - 2, first.LastStep + 1); // A step may be saved and not yet be printed.
        Assert.Equal(TotalSteps, second.LastStep);
        Assert.True(expected.Weights == second.Weights, $"Killed after step {first.LastStep}, gone on from {second.From}: other weights.");
    }

    private static Outcome Run(string folder, int threads, int? killAfterStep)
    {
        using var program = TrainingProgram.Start(folder, threads, waitAfter: killAfterStep + 9 ?? int.MaxValue);
        var process = program.Process;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var outcome = new Outcome(-1, 0, null);
        while (program.ReadLine() is { } line)
        {
            outcome = line.Split(' ') switch
            {
                ["from", var step] => outcome with { From = Number(step) },
                ["step", var step] => outcome with { LastStep = Number(step) },
                ["weights", var hash] => outcome with { Weights = hash },
                _ => outcome,
            };
            if (outcome.LastStep == killAfterStep && !process.HasExited)
            {
                Thread.Sleep(Random.Shared.Next(20));
                process.Kill(); // SIGKILL: nothing in the process can react.
            }
        }

        process.WaitForExit();
        Assert.True(killAfterStep is not null || process.ExitCode == 0, errors.Result);
        return outcome;

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    private sealed record Outcome(int From, int LastStep, string? Weights);
}
