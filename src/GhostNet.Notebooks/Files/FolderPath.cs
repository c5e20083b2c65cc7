namespace GhostNet.Notebooks.Files;

/// <summary>Which folder holds what, by the paths alone. The tool and the runner, two programs, both know this type.</summary>
internal static class FolderPath
{
    /// <summary>Whether a path is a folder itself or lies in it, at any depth.</summary>
    /// <param name="folder">The full path of the folder.</param>
    /// <param name="path">The full path.</param>
    public static bool Holds(string folder, string path) =>
        Path.GetRelativePath(folder, path) is var way && way != ".."
        && !way.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !Path.IsPathRooted(way);

    /// <summary>The deepest folder that holds some folders; of different drives none does, and the root of the first is given.</summary>
    /// <param name="folders">Full paths of at least one folder.</param>
    public static string Common(IEnumerable<string> folders)
    {
        var all = folders.ToList();
        var common = Path.TrimEndingDirectorySeparator(all[0]);
        while (!all.All(folder => Holds(common, folder)) && Path.GetDirectoryName(common) is { } parent)
        {
            common = parent;
        }

        return common;
    }
}
