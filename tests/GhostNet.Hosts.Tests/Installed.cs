using System.Reflection;

namespace GhostNet.Hosts.Tests;

/// <summary>What the build of these tests brings: the host, and the folder of the packages.</summary>
internal static class Installed
{
    /// <summary>The program of .NET Interactive.</summary>
    public static string DotNetInteractive { get; } = Metadata("DotNetInteractive");

    /// <summary>The package cache, which is the host's, too.</summary>
    public static string Packages { get; } = Metadata("Packages");

    /// <summary>What a process needs to know in order to run .NET Interactive.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = Packages,
        ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
    };

    /// <summary>The program <c>dotnet</c> that runs these tests.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The first file of this name in a folder of the PATH; null where there is none.</summary>
    public static string? Program(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>A file that tells NuGet of the packages that the build has made.</summary>
    public static void WriteNuGetConfig(string folder, string repository) => File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
        <configuration><packageSources><add key="ghostnet" value="{Path.Combine(repository, ".feed")}" /></packageSources></configuration>
        """);

    private static string Metadata(string key) =>
        typeof(Installed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
