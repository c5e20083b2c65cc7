using System.CommandLine;

namespace GhostNet.Cli.Commands;

/// <summary>Options that the commands for notebooks have.</summary>
internal static class NotebookOptions
{
    private static readonly string[] s_languages = ["csharp", "fsharp"];

    /// <summary><c>--language</c></summary>
    public static Option<string?> Language()
    {
        var option = new Option<string?>("--language")
        {
            Description = "Of a folder, only the notebooks in this language.",
            HelpName = string.Join('|', s_languages),
        };
        option.AcceptOnlyFromAmong(s_languages);
        return option;
    }
}
