namespace GhostNet.Notebooks.Documents;

/// <summary>The names of the languages, as notebooks and people write them.</summary>
internal static class CellLanguages
{
    /// <summary>The languages that cells are run in, for messages.</summary>
    public const string Known = "csharp, fsharp, html and markdown";

    /// <summary>The language with a name such as <c>csharp</c>, <c>C#</c> or <c>.net-fsharp</c>; null when it is another.</summary>
    /// <param name="name">The name.</param>
    public static CellLanguage? Find(string? name) => name?.ToUpperInvariant() switch
    {
        "CSHARP" or "C#" or ".NET-CSHARP" => CellLanguage.CSharp,
        "FSHARP" or "F#" or ".NET-FSHARP" => CellLanguage.FSharp,
        "HTML" => CellLanguage.Html,
        "MARKDOWN" or "MD" => CellLanguage.Markdown,
        _ => null,
    };

    /// <summary>The name of the kernel that runs the language.</summary>
    /// <param name="language">The language.</param>
    public static string KernelName(this CellLanguage language) => language switch
    {
        CellLanguage.CSharp => "csharp",
        CellLanguage.FSharp => "fsharp",
        CellLanguage.Html => "html",
        _ => "markdown",
    };

    /// <summary>The name that people use.</summary>
    /// <param name="language">The language.</param>
    public static string Title(this CellLanguage language) => language switch
    {
        CellLanguage.CSharp => "C#",
        CellLanguage.FSharp => "F#",
        CellLanguage.Html => "HTML",
        _ => "Markdown",
    };
}
