namespace GhostNet.Notebooks.Documents;

/// <summary>What a cell is written in.</summary>
internal enum CellLanguage
{
    /// <summary>Prose.</summary>
    Markdown,

    /// <summary>C#.</summary>
    CSharp,

    /// <summary>F#.</summary>
    FSharp,

    /// <summary>HTML, which a cell shows.</summary>
    Html,
}
