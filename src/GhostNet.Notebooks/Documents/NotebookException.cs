namespace GhostNet.Notebooks.Documents;

/// <summary>A notebook cannot be read or run; the message says where and why, and is all that a user needs.</summary>
internal sealed class NotebookException(string message, Exception? inner = null) : Exception(message, inner);
