using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Xml.Linq;

namespace Verso;

/// <summary>
/// src/Verso/Kernels/NuGetPackageResolver.cs: packages are extracted to TMPDIR/verso-nuget-packages/net10.0-v2/Id/version (net10.0 in older versions), the
/// assemblies flat into it and the native files of linux-x64 into native/ below it. Each reference is resolved for itself and each
/// dependency in its lowest version, so that one session may have two versions of a package.
/// </summary>
internal sealed class Packages(string[] sources)
{
    private static readonly string s_root = Path.Combine(Path.GetTempPath(), "verso-nuget-packages", "net10.0-v2");
    private static readonly string s_platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
    private static readonly string[] s_frameworks = ["net10.0", "net9.0", "net8.0", "net7.0", "net6.0", "netstandard2.1", "netstandard2.0"];

    /// <summary>The assemblies of a package and of what it depends on.</summary>
    public IReadOnlyList<string> Resolve(string id, string? version)
    {
        var assemblies = new List<string>();
        Add(id, version, [], assemblies, depth: 0);
        return assemblies;
    }

    private void Add(string id, string? version, HashSet<string> visited, List<string> assemblies, int depth)
    {
        if (depth > 6 || !visited.Add(id.ToUpperInvariant()) || IsOfRuntime(id))
        {
            return;
        }

        var package = Find(id, version);
        var folder = Path.Combine(s_root, id, package.Version);
        var dependencies = Path.Combine(folder, ".deps");
        if (!File.Exists(dependencies))
        {
            Extract(package.File, folder);
            File.WriteAllLines(dependencies, Dependencies(package.File));
        }

        var own = Directory.GetFiles(folder, "*.dll");
        if (own.Length > 0)
        {
            RuntimeResolver.AddManaged(folder);
        }

        if (Directory.Exists(Path.Combine(folder, "native")))
        {
            RuntimeResolver.AddNative(Path.Combine(folder, "native"));
        }

        assemblies.AddRange(own);
        foreach (var dependency in File.ReadAllLines(dependencies))
        {
            var parts = dependency.Split('|');
            Add(parts[0], parts[1], visited, assemblies, depth + 1);
        }
    }

    /// <summary>Packages that .NET has itself. The newest versions of Verso fetch those of System.*, too, and do not use them.</summary>
    private static bool IsOfRuntime(string id) =>
        id.StartsWith("Microsoft.NETCore.", StringComparison.OrdinalIgnoreCase) || id.StartsWith("NETStandard.", StringComparison.OrdinalIgnoreCase)
        || (id.StartsWith("System.", StringComparison.OrdinalIgnoreCase) && s_platform.Contains($"/{id}.dll", StringComparison.OrdinalIgnoreCase));

    /// <summary>In a folder of packages, or in a package cache of NuGet, which keeps them.</summary>
    private (string File, string Version) Find(string id, string? version)
    {
        foreach (var source in sources)
        {
            var files = Directory.GetFiles(source, $"{id}.*.nupkg", new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive });
            if (Path.Combine(source, id.ToLowerInvariant()) is var cached && Directory.Exists(cached))
            {
                files = [.. files, .. Directory.GetFiles(cached, "*.nupkg", SearchOption.AllDirectories)];
            }

            var versions = files.Select(file => (File: file, Version: Path.GetFileNameWithoutExtension(file)[(id.Length + 1)..]))
                .Where(candidate => Version.TryParse(candidate.Version, out _) && (version is null || candidate.Version == version))
                .OrderByDescending(candidate => Version.Parse(candidate.Version));
            if (versions.FirstOrDefault() is { File: not null } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException(
            $"Package '{id}'{(version is null ? "" : $" v{version}")} was not found on any configured source. Sources tried: {string.Join(", ", sources)}");
    }

    private static void Extract(string file, string folder)
    {
        Directory.CreateDirectory(folder);
        using var archive = ZipFile.OpenRead(file);
        var entries = archive.Entries.Select(entry => (Entry: entry, Parts: entry.FullName.Split('/'))).ToList();
        var framework = s_frameworks.FirstOrDefault(name => entries.Any(entry => entry.Parts is ["lib", var lib, _] && lib == name));
        foreach (var (entry, parts) in entries)
        {
            if (parts is ["lib", var lib, var assembly] && lib == framework && assembly.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            {
                entry.ExtractToFile(Path.Combine(folder, assembly), overwrite: true);
            }
            else if (parts is ["runtimes", "linux-x64" or "linux" or "unix", "native", .., var native] && native != "" && entry.Length > 0)
            {
                entry.ExtractToFile(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "native")).FullName, native), overwrite: true);
            }
        }
    }

    private static IEnumerable<string> Dependencies(string file)
    {
        using var archive = ZipFile.OpenRead(file);
        using var stream = archive.Entries.Single(entry => !entry.FullName.Contains('/') && entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var groups = XDocument.Load(stream).Descendants().Where(element => element.Name.LocalName == "group").ToList();
        var group = s_frameworks.Select(name => groups.Find(group => Framework(group) == name)).FirstOrDefault(group => group is not null);
        return group is null ? [] : [.. group.Elements().Select(element => $"{(string?)element.Attribute("id")}|{((string)element.Attribute("version")!).Trim('[', ']', '(', ')').Split(',')[0]}")];
    }

    private static string Framework(XElement group) => ((string?)group.Attribute("targetFramework") ?? "").TrimStart('.').ToLowerInvariant();
}

/// <summary>
/// src/Verso/Kernels/NativeLibraryResolver.cs: assemblies of packages that nobody else finds are loaded into the default context, the
/// folder whose name is the version first, or, in older versions and with VERSO_FIRST_MATCH, the one that was referenced first. An assembly from such a folder looks for native libraries in those of its own version first.
/// </summary>
internal static class RuntimeResolver
{
    private static readonly List<string> s_managed = [];
    private static readonly List<string> s_native = [];
    private static readonly bool s_prefersVersion = Environment.GetEnvironmentVariable("VERSO_FIRST_MATCH") is null;
    private static readonly AssemblyLoadContext s_isolated = new("VersoNuGetIsolation");

    static RuntimeResolver()
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
        {
            var assembly = loaded.LoadedAssembly;
            if (!assembly.IsDynamic && Path.GetDirectoryName(assembly.Location) is { } folder && s_managed.Contains(folder))
            {
                try
                {
                    NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => Load(name, OfVersion(assembly)));
                }
                catch (InvalidOperationException)
                {
                    // It has one already.
                }
            }
        };
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var files = s_managed.Select(folder => Path.Combine(folder, name.Name + ".dll")).Where(File.Exists)
                .OrderByDescending(path => s_prefersVersion && Path.GetFileName(Path.GetDirectoryName(path)) == name.Version?.ToString(3)).ToList();

            // Of a name that is loaded in another version, a copy goes into a context of its own.
            return files.Select(path => TryLoad(context, path)).Concat(files.Select(path => TryLoad(s_isolated, path)))
                .FirstOrDefault(assembly => assembly is not null);
        };
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (assembly, name) => Load(name, [.. OfVersion(assembly), .. s_native]);
    }

    public static void AddManaged(string folder) => Add(s_managed, folder);

    public static void AddNative(string folder) => Add(s_native, folder);

    private static void Add(List<string> folders, string folder)
    {
        if (!folders.Contains(folder))
        {
            folders.Add(folder);
        }
    }

    private static Assembly? TryLoad(AssemblyLoadContext context, string path)
    {
        try
        {
            return context.LoadFromAssemblyPath(path);
        }
        catch (FileLoadException)
        {
            return null;
        }
    }

    private static IEnumerable<string> OfVersion(Assembly assembly)
    {
        var folder = Path.GetDirectoryName(assembly.Location) ?? "";
        return s_native.Where(native => Path.GetFileName(Path.GetDirectoryName(native)) == Path.GetFileName(folder))
            .OrderByDescending(native => native == Path.Combine(folder, "native"));
    }

    private static nint Load(string name, IEnumerable<string> folders)
    {
        foreach (var file in from folder in folders from form in new[] { $"{name}.so", $"lib{name}.so", name } select Path.Combine(folder, form))
        {
            if (File.Exists(file) && NativeLibrary.TryLoad(file, out var library))
            {
                return library;
            }
        }

        return 0;
    }
}
