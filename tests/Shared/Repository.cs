namespace GhostNet.Arrows;

/// <summary>The repository that the tests are part of.</summary>
internal static class Repository
{
    /// <summary>Its folder: the first above the tests' assembly that holds the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.GetFiles("*.sln").Length == 0)
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds the solution.");
        }

        return folder.FullName;
    }
}
