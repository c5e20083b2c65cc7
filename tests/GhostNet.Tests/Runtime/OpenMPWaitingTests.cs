using GhostNet.Runtime;
using GhostNet.Tests.Training;

namespace GhostNet.Tests.Runtime;

public class OpenMPWaitingTests
{
    /// <summary>libgomp says what it goes by, when it is loaded, if this is set.</summary>
    private const string DisplaySettings = "OMP_DISPLAY_ENV";

    [Fact]
    public async Task The_first_layer_has_waiting_threads_sleep_soon() =>
        Assert.Equal("'5000'", await SpinCount(static environment => TrainingProgram.StartLoading(1, environment)));

    /// <summary>TorchSharp loads libtorch then, before it asks for what this library answers.</summary>
    [Fact]
    public async Task A_program_that_begins_with_a_tensor_has_waiting_threads_sleep_soon() => Assert.Equal("'5000'", await SpinCount());

    [Fact]
    public async Task A_user_who_wants_nothing_set_is_left_alone() =>
        Assert.NotEqual("'5000'", await SpinCount((Libtorch.TuneVariable, "0")));

    [Fact]
    public async Task A_user_who_chose_how_threads_wait_is_left_alone()
    {
        Assert.Equal("'7'", await SpinCount(("GOMP_SPINCOUNT", "7")));
        Assert.NotEqual("'5000'", await SpinCount(("OMP_WAIT_POLICY", "active")));
    }

    private static Task<string?> SpinCount(params (string Name, string Value)[] environment) =>
        SpinCount(static environment => TrainingProgram.StartBare(tunes: false, environment), environment);

    private static async Task<string?> SpinCount(
        Func<(string Name, string Value)[], TrainingProgram> start, params (string Name, string Value)[] environment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere libtorch has another OpenMP.");
        using var program = start([.. environment, (DisplaySettings, "verbose")]);
        program.Process.StandardInput.Close();
        var errors = await program.Process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        return errors.Split('\n')
            .Select(line => line.Split('='))
            .FirstOrDefault(words => words[0].EndsWith("GOMP_SPINCOUNT ", StringComparison.Ordinal))?[1].Trim();
    }
}
