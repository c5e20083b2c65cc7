namespace GhostNet.Notebooks.Protocol;

/// <summary>A piece of the text of a notebook.</summary>
/// <param name="Anchor">The id of its cell in the page.</param>
/// <param name="Kind"><c>text</c>, <c>code</c> or <c>output</c>.</param>
/// <param name="Heading">The heading above it.</param>
/// <param name="Text">The piece.</param>
internal sealed record NotebookPassage(string Anchor, string Kind, string Heading, string Text);
