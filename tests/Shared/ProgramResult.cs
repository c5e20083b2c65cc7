using System.Diagnostics;

namespace GhostNet.Programs;

/// <summary>What a program left.</summary>
internal sealed record ProgramResult(int Code, string Output, string Error)
{
    /// <summary>Waits for a program whose two streams nobody has read yet.</summary>
    /// <param name="process">The program.</param>
    /// <param name="patience">After this time it is killed, and the test has failed.</param>
    public static ProgramResult Of(Process process, TimeSpan patience)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("The program did not end.");
        }

        return new ProgramResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Both streams, for messages.</summary>
    public override string ToString() => $"exit code {Code}\n--- output\n{Output}\n--- error\n{Error}";
}
