namespace GhostNet.Notebooks.Files;

/// <summary>Finds out, before anything is done, whether files can be made in a folder. The tool and the runner both know this type.</summary>
internal static class WriteProbe
{
    /// <summary>Makes a file in a folder and deletes it.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <exception cref="IOException">No file can be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">No file may be made there.</exception>
    public static void Try(string folder)
    {
        var file = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        using var probe = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
    }

    /// <summary>The folder itself where it exists, else the nearest above it that does: there it would be made.</summary>
    /// <param name="folder">Any folder.</param>
    public static string Nearest(string folder)
    {
        var nearest = Path.GetFullPath(folder);
        while (!Path.Exists(nearest) && Path.GetDirectoryName(nearest) is { } parent)
        {
            nearest = parent;
        }

        return nearest;
    }
}
