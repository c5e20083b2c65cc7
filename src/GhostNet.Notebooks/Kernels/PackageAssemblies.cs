using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace GhostNet.Notebooks.Kernels;

/// <summary>
/// Loads the assemblies and native libraries of packages: each once, for the whole process, so that a tensor made in C#
/// is a tensor in F#.
/// </summary>
internal sealed class PackageAssemblies
{
    /// <summary>The assemblies that the process has anyway, by name: the framework's and the runner's own.</summary>
    private static readonly Dictionary<string, string> s_own = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _nativeFolders = [];

    /// <summary>Begins to answer when the runtime looks for an assembly or a native library.</summary>
    public PackageAssemblies()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name is { } simple && _paths.TryGetValue(simple, out var path) ? context.LoadFromAssemblyPath(path) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) => LoadNative(name);
    }

    /// <summary>The framework's assemblies and those that every cell may use.</summary>
    public static IEnumerable<string> Shared { get; } =
    [
        .. s_own.Values.Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location)),
        typeof(Microsoft.FSharp.Core.Unit).Assembly.Location,
        typeof(Microsoft.AspNetCore.Html.HtmlString).Assembly.Location,
        typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Assembly.Location,
        typeof(Microsoft.DotNet.Interactive.Kernel).Assembly.Location,
    ];

    /// <summary>Makes packages loadable. What is loaded already stays as it is.</summary>
    /// <param name="packages">The packages.</param>
    /// <returns>The assemblies that code must reference to use them; those of <see cref="Shared"/> are left out.</returns>
    public IReadOnlyList<string> Add(IEnumerable<ResolvedPackage> packages)
    {
        var references = new List<string>();
        foreach (var package in packages)
        {
            _nativeFolders.AddRange(package.NativeFolders.Except(_nativeFolders));
            foreach (var path in package.Assemblies)
            {
                var name = Path.GetFileNameWithoutExtension(path);
                if (s_own.TryGetValue(name, out var own))
                {
                    references.Add(own);
                }
                else
                {
                    _paths.TryAdd(name, path);
                    references.Add(_paths[name]);
                }
            }
        }

        return [.. references.Except(Shared).Distinct()];
    }

    /// <summary>A library that does not load yet may do so for somebody else who loads first what it needs: no error here.</summary>
    private nint LoadNative(string name)
    {
        string[] files = OperatingSystem.IsWindows() ? [name, $"{name}.dll"]
            : OperatingSystem.IsMacOS() ? [name, $"lib{name}.dylib", $"{name}.dylib"]
            : [name, $"lib{name}.so", $"{name}.so"];
        foreach (var path in _nativeFolders.SelectMany(folder => files.Select(file => Path.Combine(folder, file))).Where(File.Exists))
        {
            if (NativeLibrary.TryLoad(path, out var library))
            {
                return library;
            }
        }

        return 0;
    }
}
