using GhostNet.IO;


namespace GhostNet.Data;

/// <summary>Where data sets are looked for, and where a download goes.</summary>
public static class DataFolders
{
    /// <summary>The environment variable that names a folder of data sets.</summary>
    public const string Variable = "GHOSTNET_DATA";

    /// <summary>Where a download goes when no folder is given: <c>$GHOSTNET_DATA</c>, or <c>data</c> in the user's cache folder.</summary>
    public static string Default => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : Cache;

    private static string Cache => Path.Combine(CacheFolder.Path, "data");

    /// <summary>The places to look in: the given one and no other; else <c>$GHOSTNET_DATA</c>, then the user's cache folder.</summary>
    /// <param name="folder">The folder that the user named; null for the usual places. Looking elsewhere as well would hide a misspelt name.</param>
    internal static IEnumerable<string> Candidates(string? folder = null) => string.IsNullOrEmpty(folder) ? new[] { Default, Cache }.Distinct() : [folder];
}
