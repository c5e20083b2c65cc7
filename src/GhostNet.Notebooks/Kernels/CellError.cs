namespace GhostNet.Notebooks.Kernels;

/// <summary>Why a cell failed, as nbformat has it.</summary>
/// <param name="Name">The kind of error, such as the type of an exception.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Trace">Where, in lines.</param>
internal sealed record CellError(string Name, string Message, IReadOnlyList<string> Trace)
{
    /// <summary>The frames that lie between the runner and the cell: they tell an author nothing.</summary>
    private static readonly string[] s_machinery =
    [
        "   at GhostNet.Notebooks.",
        "   at Microsoft.CodeAnalysis.Scripting.",
        "   at FSharp.Compiler.",
        "   at System.RuntimeMethodHandle.",
        "   at System.Reflection.",
        "   at InvokeStub_",
        "--- End of stack trace from previous location",
    ];

    /// <summary>The code does not compile.</summary>
    /// <param name="errors">The compiler's errors.</param>
    public static CellError Compilation(IEnumerable<string> errors)
    {
        string[] lines = [.. errors];
        return new CellError("CompilationError", string.Join('\n', lines), lines);
    }

    /// <summary>The code threw.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="folder">The notebook's folder, which the compiler puts before the names of cells.</param>
    public static CellError Of(Exception exception, string folder) => new(
        exception.GetType().FullName!,
        exception.Message,
        [.. exception.ToString().ReplaceLineEndings("\n").Split('\n')
            .Where(line => !s_machinery.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
            .Select(line => line.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))]);
}
