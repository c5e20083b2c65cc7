using System.Reflection;
using GhostNet.IO;
using TorchSharp;

namespace GhostNet.Runtime;

/// <summary>The layouts in which TorchSharp and libtorch are deployed on Linux x64, in the order in which they are searched.</summary>
internal static class LibtorchLayouts
{
    private const string Platform = "linux-x64";

    /// <summary>The libtorch variants, as package names, in the order in which they are looked for.</summary>
    private static readonly string[] s_backends = ["libtorch-cuda-12.8-linux-x64", "libtorch-cpu-linux-x64"];

    /// <summary>Those of this program, with the versions that its TorchSharp needs.</summary>
    /// <param name="loaded">The files that are loaded in this process.</param>
    public static IEnumerable<Layout> OfThisProgram(IReadOnlyList<string> loaded) => Of(new DeployedProgram
    {
        Loaded = loaded,
        BaseDirectory = AppContext.BaseDirectory,
        TorchSharp = Path.GetDirectoryName(typeof(torch).Assembly.Location) is { Length: > 0 } folder ? folder : null,
        SearchFolders = SearchFolders,
        TorchSharpVersion = typeof(torch).Assembly.GetName().Version!,
        LibtorchVersion = LibtorchVersion,
        Home = HomeFolder.Path,
        Variable = Environment.GetEnvironmentVariable,
    });

    /// <summary>
    /// What this TorchSharp was built for. It is a constant of it, read without running anything: reading <c>torch.__version__</c> would make TorchSharp load libtorch.
    /// </summary>
    private static Version LibtorchVersion => Version.Parse(
        (string?)typeof(torch).GetField("libtorchPackageVersion", BindingFlags.NonPublic | BindingFlags.Static)?.GetRawConstantValue()
        ?? throw new DllNotFoundException($"TorchSharp {typeof(torch).Assembly.GetName().Version} does not say which libtorch it was built for; GhostNet is tested with 0.107.0."));

    /// <summary>Where .NET itself looks for native libraries: packages of a program that was built, the folder of a self-extracting one.</summary>
    public static string[] SearchFolders =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Those of a program.</summary>
    /// <exception cref="DllNotFoundException">A libtorch is loaded that TorchSharp cannot use. A second one would end the process.</exception>
    public static IEnumerable<Layout> Of(DeployedProgram program)
    {
        var layouts = Deployed(program);
        var engines = program.Loaded
            .Where(file => Path.GetFileName(file).StartsWith(LibtorchFiles.MainLibrary, StringComparison.Ordinal))
            .ToList();
        if (engines.Find(file => Path.GetFileName(file) != LibtorchFiles.MainLibrary) is { } foreign)
        {
            throw new DllNotFoundException(
                $"{foreign} is loaded in this process already, and it is not the libtorch that TorchSharp was built for. "
                + "One process can hold only one: do not load the other, or use TorchSharp in a process of its own.");
        }

        if (engines is [var loaded, ..])
        {
            var folder = Path.GetDirectoryName(loaded)!;

            // More of libtorch must come from the same folder.
            return layouts.Select(layout => layout with { Engines = [folder] }).Prepend(new Layout([folder], [folder]));
        }

        return layouts;
    }

    private static IEnumerable<Layout> Deployed(DeployedProgram program)
    {
        foreach (var folder in new[] { program.BaseDirectory, program.TorchSharp }.OfType<string>().Distinct())
        {
            yield return Flat([Path.Combine(folder, "runtimes", Platform, "native"), folder]);
        }

        yield return Flat(program.SearchFolders);
        yield return Packages(PackageFolders.Find(program.TorchSharp, program.Home, program.Variable), program);
    }

    private static Layout Flat(IReadOnlyList<string> folders)
    {
        IReadOnlyList<string> absolute = [.. folders.Where(Path.IsPathFullyQualified)];
        return new Layout(absolute, absolute);
    }

    private static Layout Packages(IEnumerable<string> roots, DeployedProgram program)
    {
        IReadOnlyList<string> known = [.. roots.Distinct()];
        return new Layout(
            [.. known.SelectMany(root => Folders(root, program.TorchSharpVersion, "torchsharp", "TorchSharp"))],
            [.. known.SelectMany(root => Folders(root, program.LibtorchVersion, s_backends))]);
    }

    /// <summary>The folders of one version of some packages: as NuGet unpacks them, and as Verso copies their native files.</summary>
    private static IEnumerable<string> Folders(string root, Version version, params string[] packages) =>
        from package in packages
        let folder = Path.Combine(root, package, version.ToString(version.Revision > 0 ? 4 : 3))
        from native in new[] { Path.Combine(folder, "runtimes", Platform, "native"), Path.Combine(folder, "native") }
        select native;
}
