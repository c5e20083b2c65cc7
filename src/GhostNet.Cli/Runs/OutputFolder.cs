using GhostNet.Notebooks.Files;

namespace GhostNet.Cli.Runs;

/// <summary>Checks, before hours of work, that an output folder can be written to; leaves nothing there.</summary>
internal static class OutputFolder
{
    /// <summary>Makes sure that a folder can be written to, or can be made.</summary>
    /// <param name="folder">The folder, which need not exist.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="IOException">It cannot; the message names the option.</exception>
    public static void Require(string folder, string option = "--out")
    {
        var existing = WriteProbe.Nearest(folder);
        try
        {
            WriteProbe.Try(existing);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = File.Exists(existing) ? $"{existing} is a file" : $"{existing} cannot be written to";
            throw new IOException($"{folder} cannot be used: {reason}. Name another with {option}.", exception);
        }
    }
}
