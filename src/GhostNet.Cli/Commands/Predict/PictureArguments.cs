using System.IO.Enumeration;
using GhostNet.Data;

namespace GhostNet.Cli.Commands.Predict;

/// <summary>The pictures that a command line means.</summary>
internal static class PictureArguments
{
    /// <summary>Replaces folders by the pictures in them, and patterns by the files that match.</summary>
    /// <param name="arguments">Files, folders and patterns.</param>
    /// <exception cref="InvalidDataException">A folder has no picture.</exception>
    /// <exception cref="UsageException">No file matches a pattern.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> arguments) => [.. arguments.SelectMany(Expand)];

    private static IReadOnlyList<string> Expand(string argument)
    {
        if (Directory.Exists(argument))
        {
            return ImageFolder.PicturesIn(argument) is { Count: > 0 } pictures ? pictures : throw new InvalidDataException($"{argument} is a folder without pictures: give one with PNG, JPEG, WebP, GIF or BMP files.");
        }

        if (File.Exists(argument) || !argument.AsSpan().ContainsAny('*', '?'))
        {
            return [argument];
        }

        // Most shells do this themselves, but not that of Windows, and none for a pattern in quotes.
        var (folder, pattern) = (Path.GetDirectoryName(argument) is { Length: > 0 } parent ? parent : ".", Path.GetFileName(argument));
        List<string> matches = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder).Where(path => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path))).Order(StringComparer.Ordinal)]
            : [];
        return matches.Count > 0 ? matches : throw new UsageException($"No file matches {argument}. Only the name of a file may have * and ?, not its folder.");
    }
}
