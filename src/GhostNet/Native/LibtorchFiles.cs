using TorchSharp;

namespace GhostNet.Native;

/// <summary>Finds the native libraries of TorchSharp and libtorch in every layout in which they are deployed.</summary>
internal static class LibtorchFiles
{
    private const string Platform = "linux-x64";

    /// <summary>The full path of <paramref name="fileName"/>, or null when it is nowhere.</summary>
    public static string? Find(string fileName) =>
        Folders().Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    /// <summary>The libtorch variants, as package names, in the order in which they are looked for.</summary>
    private static readonly string[] s_backends = ["libtorch-cuda-12.8-linux-x64", "libtorch-cpu-linux-x64"];

    private static IEnumerable<string> Folders()
    {
        var managed = Path.GetDirectoryName(typeof(torch).Assembly.Location);
        foreach (var folder in new[] { AppContext.BaseDirectory, managed }.OfType<string>().Distinct())
        {
            yield return Path.Combine(folder, "runtimes", Platform, "native");
            yield return folder;
        }

        // F# Interactive and file-based apps: TorchSharp.dll lies in <cache>/torchsharp/<version>/lib/<framework>.
        foreach (var cache in PackageCaches(managed))
        {
            foreach (var package in s_backends.Prepend("torchsharp"))
            {
                foreach (var version in VersionFolders(Path.Combine(cache, package)))
                {
                    yield return Path.Combine(version, "runtimes", Platform, "native");
                }
            }
        }
    }

    private static IEnumerable<string> PackageCaches(string? managed)
    {
        // Where TorchSharp.dll itself came from is looked at first: that version of libtorch was restored with it.
        if (managed is not null && Path.GetFullPath(Path.Combine(managed, "../../../..")) is var beside
            && Directory.Exists(Path.Combine(beside, "torchsharp")))
        {
            yield return beside;
        }

        yield return Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } configured
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
    }

    private static IEnumerable<string> VersionFolders(string package) =>
        Directory.Exists(package)
            ? Directory.EnumerateDirectories(package).OrderByDescending(
                folder => Version.TryParse(Path.GetFileName(folder), out var version) ? version : new Version())
            : [];
}
