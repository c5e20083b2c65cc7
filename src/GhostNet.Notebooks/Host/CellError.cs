using System.Text.RegularExpressions;

namespace GhostNet.Notebooks.Host;

/// <summary>Why a cell failed, as nbformat has it.</summary>
/// <param name="Name">The kind of error, such as the type of an exception.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Trace">Where, in lines.</param>
internal sealed partial record CellError(string Name, string Message, IReadOnlyList<string> Trace)
{
    /// <summary>The frames that lie between the host and the cell: they tell an author nothing.</summary>
    private static readonly string[] s_machinery =
    [
        "   at Microsoft.CodeAnalysis.Scripting.",
        "   at Microsoft.DotNet.Interactive.",
        "   at FSharp.Compiler.",
        "   at System.RuntimeMethodHandle.",
        "   at System.Reflection.",
        "   at InvokeStub_",
        "   at <StartupCode$FSI",
        "--- End of stack trace from previous location",
    ];

    /// <summary>An error that is nothing but a text.</summary>
    /// <param name="name">The kind of error.</param>
    /// <param name="message">The text.</param>
    public static CellError Of(string name, string message) => new(name, message, message.Split('\n'));

    /// <summary>Reads what the host says of a cell that failed.</summary>
    /// <param name="message">The words of the compiler, or an exception with its stack.</param>
    /// <param name="isCompilation">Whether the compiler found errors.</param>
    public static CellError Read(string message, bool isCompilation)
    {
        message = RestoreProject().Replace(message.ReplaceLineEndings("\n"), "");
        if (isCompilation)
        {
            return Of("CompilationError", message);
        }

        return Thrown().Match(message) is { Success: true } match
            ? new CellError(match.Groups["type"].Value, match.Groups["message"].Value, [.. message.Split('\n').Where(IsOfTheCell)])
            : Of("Error", message);
    }

    private static bool IsOfTheCell(string line) =>
        !s_machinery.Any(start => line.StartsWith(start, StringComparison.Ordinal)) && !CellItself().IsMatch(line);

    /// <summary>What <see cref="Exception.ToString"/> writes.</summary>
    [GeneratedRegex(@"\A(?<type>[\w.+`]+): (?<message>.*?)(?=\n ---> |\n   at )", RegexOptions.Singleline)]
    private static partial Regex Thrown();

    /// <summary>The cell's own top level, which the compiler names.</summary>
    [GeneratedRegex(@"^   at Submission#\d+\.<<Initialize>>")]
    private static partial Regex CellItself();

    /// <summary>The name of a project that the host made for NuGet and the user does not know.</summary>
    [GeneratedRegex(@"^\S+[/\\]Project\.fsproj : ", RegexOptions.Multiline)]
    private static partial Regex RestoreProject();
}
