namespace GhostNet.Data;

/// <summary>Finds the files of pictures in a folder and in the folders within it.</summary>
/// <remarks>What is hidden is left out. Links are followed.</remarks>
internal static class PictureFiles
{
    /// <summary>Deeper than anybody sorts pictures: a link that leads back, which was not seen as such.</summary>
    private const int MostDepth = 32;

    private static readonly string[] s_endings = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

    /// <summary>Pictures that cannot be decoded. To pass over them in silence would lose, say, every photograph of a telephone.</summary>
    private static readonly string[] s_otherEndings = [".heic", ".heif", ".avif", ".tif", ".tiff", ".jxl", ".jp2", ".dng", ".cr2", ".nef", ".arw"];

    /// <summary>The endings that are read, in words.</summary>
    public static string Endings => string.Join(", ", s_endings);

    /// <summary>The pictures in a folder and below, sorted by their path, ordinally.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">A link leads back to a folder that it is in, or a folder can't be read.</exception>
    public static IReadOnlyList<string> In(string folder)
    {
        var files = new List<string>();
        Collect(folder, [RealPath(folder)], files);
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>The folders directly within a folder that are not hidden, sorted by name, ordinally.</summary>
    /// <param name="folder">The folder.</param>
    public static IReadOnlyList<string> FoldersIn(string folder) =>
        [.. Entries(folder).Where(Directory.Exists).Order(StringComparer.Ordinal)];

    /// <summary>The pictures directly within a folder.</summary>
    /// <param name="folder">The folder.</param>
    public static IEnumerable<string> DirectlyIn(string folder) => Entries(folder).Where(path => IsPicture(path) && !Directory.Exists(path));

    /// <summary>Why a picture with this name cannot be read, or null.</summary>
    /// <param name="path">The file.</param>
    public static string? Refusal(string path) => s_otherEndings.Contains(Ending(path))
        ? $"{path} has a format that cannot be read. Convert it to JPEG or PNG."
        : null;

    private static bool IsPicture(string path) => Ending(path) is var ending && (s_endings.Contains(ending) || s_otherEndings.Contains(ending));

    private static string Ending(string path) => Path.GetExtension(path).ToLowerInvariant();

    private static void Collect(string folder, IReadOnlyList<string> above, List<string> files)
    {
        foreach (var path in Entries(folder))
        {
            if (!Directory.Exists(path))
            {
                if (IsPicture(path))
                {
                    files.Add(path);
                }

                continue;
            }

            var real = RealPath(path);
            if (above.Contains(real) || above.Count > MostDepth)
            {
                throw new IOException($"{path} leads back to {real}, which it is in, so its pictures have no end. Remove this link.");
            }

            Collect(path, [.. above, real], files);
        }
    }

    /// <summary>What is in a folder and is not hidden.</summary>
    private static IEnumerable<string> Entries(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()
                .Where(static entry => !entry.Name.StartsWith('.') && !(OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden)))
                .Select(entry => Path.Combine(folder, entry.Name))];
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException($"{folder} may not be read by this user. Change its permissions or give another path.", denied);
        }
    }

    /// <summary>Where a folder is once the links on the way to it are followed.</summary>
    private static string RealPath(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var real = Path.Combine(RealPath(parent), Path.GetFileName(full));
        return new DirectoryInfo(real).ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName) : real;
    }
}
