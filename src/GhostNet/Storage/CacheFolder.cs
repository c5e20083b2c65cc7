namespace GhostNet.Storage;

/// <summary>Where files that can be made or fetched again are kept between runs.</summary>
public static class CacheFolder
{
    /// <summary>
    /// The user's cache folder for this project: <c>$XDG_CACHE_HOME/ghostnet</c> or <c>~/.cache/ghostnet</c> on Linux
    /// and macOS, <c>%LOCALAPPDATA%\ghostnet</c> on Windows. It need not exist yet.
    /// </summary>
    public static string Path
    {
        get
        {
            if (OperatingSystem.IsWindows())
            {
                return System.IO.Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "ghostnet");
            }

            var xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            var root = System.IO.Path.IsPathRooted(xdg)
                ? xdg
                : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return System.IO.Path.Combine(root, "ghostnet");
        }
    }
}
