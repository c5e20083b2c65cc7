using GhostNet.Storage;

namespace GhostNet.Data;

/// <summary>Where data sets are looked for, and where a download goes.</summary>
public static class DataFolders
{
    /// <summary>The environment variable that names a folder of data sets.</summary>
    public const string Variable = "GHOSTNET_DATA";

    /// <summary>Where a download goes when no folder is given: <c>$GHOSTNET_DATA</c>, or <c>data</c> in the user's cache folder.</summary>
    public static string Default => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : Cache;

    private static string Cache => Path.Combine(CacheFolder.Path, "data");

    /// <summary>The places to look in, the first first: the given one, <c>$GHOSTNET_DATA</c>, the user's cache folder.</summary>
    /// <param name="folder">A folder to look in before all others; null for none.</param>
    public static IEnumerable<string> Candidates(string? folder = null) =>
        new[] { folder, Default, Cache }.Where(static place => !string.IsNullOrEmpty(place)).Select(static place => place!).Distinct();
}
