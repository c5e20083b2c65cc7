using GhostNet.Notebooks.Files;

namespace GhostNet.Notebooks.Host;

/// <summary>
/// The user's home folder, as the host sees it. The host does not start without one in which it can write: then it gets a folder that is deleted
/// when the run ends.
/// </summary>
internal sealed class HostHome : IDisposable
{
    /// <summary>The variable that names it, outside Windows.</summary>
    public const string Variable = "HOME";

    /// <summary>Finds the user's home folder, or makes one.</summary>
    public HostHome()
    {
        var given = OperatingSystem.IsWindows() ? null : Environment.GetEnvironmentVariable(Variable);
        Path = string.IsNullOrEmpty(given) ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) : given;
        IsTemporary = !OperatingSystem.IsWindows() && !IsWritable(Path);
        if (IsTemporary)
        {
            Path = Directory.CreateTempSubdirectory("ghostnet-home-").FullName;
        }
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Whether it was made for this run.</summary>
    public bool IsTemporary { get; }

    /// <summary>Deletes the folder if it was made for this run.</summary>
    public void Dispose()
    {
        if (IsTemporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private static bool IsWritable(string folder)
    {
        if (!System.IO.Path.IsPathFullyQualified(folder))
        {
            return false;
        }

        try
        {
            Directory.CreateDirectory(folder);
            WriteProbe.Try(folder);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
