namespace GhostNet.Cli.Processes;

/// <summary>Writes words as a shell reads them.</summary>
internal static class Shell
{
    /// <summary>A word, in quotes when it needs them.</summary>
    /// <param name="word">A file name or another argument.</param>
    public static string Quote(string word) => word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./\\:=+@,".Contains(letter, StringComparison.Ordinal))
        ? word
        : $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
