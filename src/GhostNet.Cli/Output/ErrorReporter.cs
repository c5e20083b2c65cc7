using System.Reflection;
using System.Text.Json;
using GhostNet.IO;

namespace GhostNet.Cli.Output;

/// <summary>Reports an exception: in one line for people, by the exit code for programs.</summary>
internal static class ErrorReporter
{
    /// <summary>Writes the error to the standard error stream.</summary>
    /// <returns>The exit code that belongs to it.</returns>
    public static int Report(Exception exception, bool verbose)
    {
        var cause = Cause(exception);
        Console.Error.WriteLine($"error: {ForeignText.ShowMessage(Describe(cause))}");
        if (verbose)
        {
            Console.Error.WriteLine(exception);
        }

        return cause is UsageException ? ExitCode.Usage : ExitCode.Failed;
    }

    /// <summary>What to tell people about an exception: its message, or that it is a fault of the program.</summary>
    public static string Describe(Exception exception) => Cause(exception) switch
    {
        UsageException or IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException
            or DllNotFoundException or BadImageFormatException or NotSupportedException or InvalidOperationException or TimeoutException
            or HttpRequestException or OperationCanceledException or JsonException => CommandWords.Say(Cause(exception).Message),
        var known when known.GetType().Assembly == typeof(Runtime.Libtorch).Assembly => CommandWords.Say(known.Message),
        var unexpected => $"{unexpected.GetType().Name}: {FirstLine(unexpected.Message)} This was not expected; "
            + "run the same command with --verbose to see where it happened.",
    };

    /// <summary>The exception inside the wrappers of tasks, reflection and static constructors.</summary>
    private static Exception Cause(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions.Count: 1, InnerException: { } inner } => Cause(inner),
        TypeInitializationException { InnerException: { } inner } => Cause(inner),
        TargetInvocationException { InnerException: { } inner } => Cause(inner),
        _ => exception,
    };

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd();
}
