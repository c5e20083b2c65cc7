namespace GhostNet.Notebooks.Pages;

/// <summary>A heading of a notebook.</summary>
/// <param name="Level">1 for the largest.</param>
/// <param name="Id">Its id in the page.</param>
/// <param name="Text">Its text.</param>
internal sealed record Heading(int Level, string Id, string Text);
