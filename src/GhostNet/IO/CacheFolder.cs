namespace GhostNet.IO;

/// <summary>Where files that can be made or fetched again are kept between runs.</summary>
public static class CacheFolder
{
    /// <summary>
    /// The user's cache folder for this project, always an absolute path: <c>$XDG_CACHE_HOME/ghostnet</c> (a relative one does not count)
    /// or <c>~/.cache/ghostnet</c> on Linux and macOS, <c>%LOCALAPPDATA%\ghostnet</c> on Windows. It need not exist yet, and a
    /// user who has no home folder may not be able to make it.
    /// </summary>
    public static string Path
    {
        get
        {
            var root = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify)
                : Environment.GetEnvironmentVariable("XDG_CACHE_HOME");

            // Without a home folder, as for unknown users of a container, the root folder stands in for it.
            return System.IO.Path.Combine(
                System.IO.Path.IsPathFullyQualified(root ?? "")
                    ? root!
                    : System.IO.Path.Combine(HomeFolder.Path ?? System.IO.Path.GetFullPath("/"), ".cache"),
                "ghostnet");
        }
    }

    /// <summary>The advice in an error when the folder cannot be used.</summary>
    internal static string Remedy => OperatingSystem.IsWindows()
        ? "Set the variable LOCALAPPDATA to a folder that can be written to."
        : "Set the variable XDG_CACHE_HOME to a folder that can be written to.";
}
