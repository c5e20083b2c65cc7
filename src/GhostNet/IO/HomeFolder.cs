namespace GhostNet.IO;

/// <summary>The user's home folder.</summary>
internal static class HomeFolder
{
    /// <summary>Its absolute path, whether it exists or not; null for a user who has none, as in some containers.</summary>
    public static string? Path =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify) is var home
        && System.IO.Path.IsPathFullyQualified(home)
            ? home
            : null;

    /// <summary>A path for a message: outside Windows, <c>~</c> stands for the home folder, as in a shell.</summary>
    /// <param name="path">An absolute path.</param>
    public static string Shorten(string path) =>
        !OperatingSystem.IsWindows() && Path?.TrimEnd('/') is { } home && path.StartsWith(home + "/", StringComparison.Ordinal)
            ? "~" + path[home.Length..]
            : path;
}
