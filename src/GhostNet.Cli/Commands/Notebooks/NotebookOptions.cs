using System.CommandLine;
using GhostNet.Cli.Runs;

namespace GhostNet.Cli.Commands.Notebooks;

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

    /// <summary><c>--out</c> of the commands that run notebooks.</summary>
    public static Option<string> Out() => new("--out")
    {
        Description = "Folder for the notebooks with their outputs and for the pages. Default: artifacts/notebooks.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine("artifacts", "notebooks"),
    };

    /// <summary>The full path of a folder for outputs.</summary>
    /// <param name="folder">The value of <c>--out</c>.</param>
    /// <exception cref="IOException">It cannot be written to; the message names the option.</exception>
    public static string RequireOut(string folder)
    {
        OutputFolder.Require(folder);
        return Path.GetFullPath(folder);
    }

    /// <summary>Refuses a language that would have nothing to choose from.</summary>
    /// <param name="language">The value of the option, or null.</param>
    /// <param name="paths">Notebooks and folders.</param>
    /// <returns>The language.</returns>
    /// <exception cref="UsageException">Only notebooks are named.</exception>
    public static string? RequireFolder(string? language, string[] paths) => language is not null && paths.All(File.Exists)
        ? throw new UsageException($"--language {language} would not be used: it chooses among the notebooks of a folder, but only files are named. Leave it out, or name a folder.")
        : language;
}
