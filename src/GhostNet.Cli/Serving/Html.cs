namespace GhostNet.Cli.Serving;

/// <summary>Text that is HTML already.</summary>
/// <param name="Text">The text.</param>
internal sealed record Html(string Text);
