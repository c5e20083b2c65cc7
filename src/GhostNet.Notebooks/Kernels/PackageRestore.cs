using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GhostNet.Notebooks.Starting;

namespace GhostNet.Notebooks.Kernels;

/// <summary>
/// Resolves packages by restoring a small project that is made for them: the SDK then decides about versions, feeds,
/// mirrors and passwords as it does for every other project. A nuget.config is looked for from the notebook's folder
/// upwards, so a local feed named there counts.
/// </summary>
internal sealed partial class PackageRestore
{
    private const string Framework = "net10.0";

    private static readonly string[] s_arguments =
    [
        "--verbosity", "quiet", "-nodeReuse:false", "-p:NuGetAudit=false",

        // Nothing that lies above the folder for temporary files may change what a notebook gets.
        "-p:ImportDirectoryBuildProps=false", "-p:ImportDirectoryBuildTargets=false", "-p:ImportDirectoryPackagesProps=false",
    ];

    /// <summary>What a started <c>dotnet run</c> leaves in the environment would mislead another SDK command.</summary>
    private static readonly string[] s_misleading = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH"];

    private readonly string _notebookFolder;

    /// <summary>Creates a restore for the packages of a notebook.</summary>
    /// <param name="notebookFolder">Where the search for a nuget.config begins.</param>
    public PackageRestore(string notebookFolder) => _notebookFolder = notebookFolder;

    /// <summary>Finds packages and everything that they need; downloads what the machine does not have.</summary>
    /// <param name="references">The packages.</param>
    /// <param name="sources">More feeds: folders or addresses.</param>
    /// <param name="cancellationToken">Ends the restore.</param>
    /// <exception cref="NotebookException">A package cannot be had; the message is NuGet's.</exception>
    public IReadOnlyList<ResolvedPackage> Run(
        IEnumerable<PackageReference> references, IEnumerable<string> sources, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("ghostnet-packages-").FullName;
        try
        {
            var project = Path.Combine(folder, "Packages.csproj");
            Describe(references, sources).Save(project);
            Restore(project, cancellationToken);
            return Read(JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "obj", "project.assets.json")))!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private XDocument Describe(IEnumerable<PackageReference> references, IEnumerable<string> sources) => new(new XElement(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("TargetFramework", Framework),
            new XElement("RuntimeIdentifiers", RuntimeInformation.RuntimeIdentifier),

            // The framework that runs is the one that is installed.
            new XElement("EnableRuntimePackDownload", false),
            new XElement("DisableTransitiveFrameworkReferenceDownloads", true),
            new XElement("RestoreRootConfigDirectory", _notebookFolder),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources))),
        new XElement(
            "ItemGroup",
            references.Select(reference => new XElement(
                "PackageReference", new XAttribute("Include", reference.Name), new XAttribute("Version", reference.Version))))));

    private static void Restore(string project, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            WorkingDirectory = Path.GetDirectoryName(project),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in s_misleading)
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (var argument in (string[])["restore", project, .. s_arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        using (cancellationToken.Register(() => process.Kill(entireProcessTree: true)))
        {
            process.WaitForExit();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            throw new NotebookException(Explain(output.ToString()));
        }
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    /// <summary>NuGet's own errors, without the name of a project that the user does not know.</summary>
    private static string Explain(string output)
    {
        var errors = RestoreError().Matches(output).Select(match => match.Groups["what"].Value.Trim()).Distinct().ToList();
        return errors.Count > 0
            ? string.Join('\n', errors)
            : $"the packages could not be restored; dotnet restore says:\n{output.Trim()}";
    }

    /// <summary>Reads what NuGet decided. Source: the format of project.assets.json, version 3 and 4.</summary>
    private static List<ResolvedPackage> Read(JsonNode assets)
    {
        var caches = assets["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();
        var target = assets["targets"]!.AsObject().First(one => one.Key.EndsWith($"/{RuntimeInformation.RuntimeIdentifier}", StringComparison.Ordinal)).Value!;
        var packages = new List<ResolvedPackage>();
        foreach (var (key, library) in target.AsObject())
        {
            var path = assets["libraries"]![key]!["path"]!.GetValue<string>();
            var folder = caches.Select(cache => Path.Combine(cache, path)).FirstOrDefault(Directory.Exists);
            if (folder is not null && key.Split('/') is [var name, var version])
            {
                packages.Add(new ResolvedPackage(
                    name,
                    version,
                    folder,
                    [.. Files(library, "runtime", folder).Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))],
                    [.. Files(library, "native", folder).Select(file => Path.GetDirectoryName(file)!).Distinct()]));
            }
        }

        return packages;
    }

    private static IEnumerable<string> Files(JsonNode? library, string kind, string folder) =>
        library?[kind] is JsonObject files ? files.Select(file => Path.GetFullPath(Path.Combine(folder, file.Key))) : [];

    [GeneratedRegex(@"\berror (?<what>(NU|NETSDK|MSB)\d+:.*?)(\[[^\]]*\])?\s*$", RegexOptions.Multiline)]
    private static partial Regex RestoreError();
}
