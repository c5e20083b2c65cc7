using System.Xml;
using System.Xml.Linq;

namespace GhostNet.Runtime;

/// <summary>Where NuGet and the hosts that copy its packages keep those of this user.</summary>
internal static class PackageFolders
{
    /// <summary>How far above <c>TorchSharp.dll</c> its cache may be: <c>torchsharp/0.107.0/lib/net8.0</c>.</summary>
    private const int Depth = 4;

    /// <summary>The folders that contain one folder per package, in order of preference. Relative paths are ignored.</summary>
    /// <param name="torchSharp">The folder of <c>TorchSharp.dll</c>, or null where it is inside the program.</param>
    /// <param name="home">The user's home folder.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static IEnumerable<string> Find(string? torchSharp, string? home, Func<string, string?> variable)
    {
        var configuration = home is null ? null : Path.Combine(home, ".nuget", "NuGet", "NuGet.Config");
        return Above(torchSharp)
            .Concat(Split(variable("NUGET_PACKAGES")))
            .Concat(Configured(configuration, "config", "globalPackagesFolder"))
            .Concat(home is null ? [] : [Path.Combine(home, ".nuget", "packages")])
            .Concat(Split(variable("NUGET_FALLBACK_PACKAGES")))
            .Concat(Configured(configuration, "fallbackPackageFolders", key: null))
            .Where(Path.IsPathFullyQualified);
    }

    /// <summary>The cache from which <c>TorchSharp.dll</c> came: that of NuGet, or the tree that Verso copies packages to.</summary>
    private static IEnumerable<string> Above(string? folder)
    {
        for (var (above, level) = (Path.GetDirectoryName(folder), 1); above is not null && level <= Depth; level++)
        {
            if (Directory.Exists(Path.Combine(above, "torchsharp")) || Directory.Exists(Path.Combine(above, "TorchSharp")))
            {
                yield return above;
            }

            above = Path.GetDirectoryName(above);
        }
    }

    private static string[] Split(string? folders) => (folders ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The values of a section of the user's NuGet configuration, if there is one.</summary>
    private static IEnumerable<string> Configured(string? configuration, string section, string? key)
    {
        if (!File.Exists(configuration))
        {
            return [];
        }

        try
        {
            return [.. XDocument.Load(configuration).Descendants(section).Elements("add")
                .Where(entry => key is null || (string?)entry.Attribute("key") == key)
                .Select(entry => (string?)entry.Attribute("value"))
                .OfType<string>()];
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            // NuGet itself reports what is wrong with its file; a folder that it names is only one of several places to look in.
            return [];
        }
    }
}
