using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

/// <summary>
/// Runs inside .NET Interactive before its own code does; .NET looks for this type by its name, without a namespace. The runner decides when
/// the cells end: an interruption that the terminal sends to both programs does not end the host, and the host does not outlive the runner.
/// </summary>
internal static class StartupHook
{
    /// <summary>The variable of .NET that names assemblies with such a type.</summary>
    public const string HooksVariable = "DOTNET_STARTUP_HOOKS";

    /// <summary>The variable with the id of the runner's process.</summary>
    public const string RunnerVariable = "GHOSTNET_NOTEBOOK_RUNNER";

    /// <summary>Called by .NET.</summary>
    public static void Initialize()
    {
        var runner = int.Parse(Environment.GetEnvironmentVariable(RunnerVariable)!, CultureInfo.InvariantCulture);
        var others = Environment.GetEnvironmentVariable(HooksVariable)!.Split(Path.PathSeparator, 2);

        // Programs that a cell starts do not concern the runner.
        Environment.SetEnvironmentVariable(RunnerVariable, null);
        Environment.SetEnvironmentVariable(HooksVariable, others is [_, var rest] ? rest : null);
        var interruption = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);

        new Thread(() => EndWith(runner, interruption)) { IsBackground = true, Name = "end of the runner" }.Start();
    }

    private static void EndWith(int runner, PosixSignalRegistration interruption)
    {
        using (interruption)
        {
            try
            {
                using var process = Process.GetProcessById(runner);
                process.WaitForExit();
            }
            catch (ArgumentException)
            {
                // It has ended already.
            }
        }

        Process.GetCurrentProcess().Kill();
    }
}
