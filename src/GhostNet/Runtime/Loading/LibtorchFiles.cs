namespace GhostNet.Runtime;

/// <summary>The native libraries of TorchSharp and libtorch on Linux x64, found in one of the layouts in which they are deployed.</summary>
/// <param name="Wrapper">The full path of TorchSharp's own native library.</param>
/// <param name="Engine">The folder from which all of libtorch is taken.</param>
internal sealed record LibtorchFiles(string Wrapper, string Engine)
{
    /// <summary>TorchSharp's own native library, which wraps libtorch.</summary>
    public const string WrapperFile = "libLibTorchSharp.so";

    /// <summary>The library that computes.</summary>
    public const string MainLibrary = "libtorch_cpu.so";

    /// <summary>OpenMP as libtorch brings it: the middle of its name changes with its version.</summary>
    private const string OpenMPPattern = "libgomp*.so.1";

    /// <summary>What the wrapper links to, in the order in which it must be loaded, after OpenMP.</summary>
    private static readonly string[] s_engine = ["libc10.so", MainLibrary, "libtorch.so"];

    /// <summary>OpenMP, if libtorch's folder has it.</summary>
    public string? OpenMP => Directory.EnumerateFiles(Engine, OpenMPPattern).FirstOrDefault();

    /// <summary>The full paths of libtorch's libraries, in the order in which they must be loaded.</summary>
    public IEnumerable<string> Dependencies =>
        new[] { OpenMP }.OfType<string>().Concat(s_engine.Select(file => Path.Combine(Engine, file)));

    /// <summary>Whether libtorch has a library that not every libtorch has.</summary>
    public bool Has(string file) => File.Exists(Path.Combine(Engine, file));

    /// <summary>The files of the first layout that has all of them.</summary>
    /// <param name="layouts">The layouts, in order of preference.</param>
    /// <exception cref="LibtorchNotFoundException">No layout has everything.</exception>
    public static LibtorchFiles Find(IEnumerable<Layout> layouts)
    {
        string? missing = null;
        foreach (var layout in layouts)
        {
            var wrapper = layout.Wrappers.Select(folder => Path.Combine(folder, WrapperFile)).FirstOrDefault(File.Exists);
            var engine = layout.Engines.FirstOrDefault(IsWhole);
            if (wrapper is not null && engine is not null)
            {
                return new LibtorchFiles(wrapper, engine);
            }

            // The wrapper comes with TorchSharp, so that a program that lacks something mostly lacks libtorch.
            missing ??= wrapper is null ? null : MainLibrary;
        }

        throw new LibtorchNotFoundException(missing ?? $"{WrapperFile} or {MainLibrary}");
    }

    private static bool IsWhole(string folder) => s_engine.All(file => File.Exists(Path.Combine(folder, file)));
}
