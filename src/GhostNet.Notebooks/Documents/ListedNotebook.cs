namespace GhostNet.Notebooks.Documents;

/// <summary>A notebook as a program reads of it: <c>ghostnet notebooks list --json</c>.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Language">Its language, for people.</param>
/// <param name="Title">Its first heading.</param>
internal sealed record ListedNotebook(string Path, string Language, string Title);
