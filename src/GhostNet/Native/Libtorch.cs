using System.Runtime.InteropServices;
using System.Runtime.Loader;
using GhostNet.Storage;
using TorchSharp;

namespace GhostNet.Native;

/// <summary>Makes TorchSharp's native library load, wherever the program runs.</summary>
/// <remarks>
/// On Linux x64, TorchSharp 0.107's <c>libLibTorchSharp.so</c> asks for symbol version <c>GLIBCXX_3.4.32</c>, which the
/// libstdc++ of Debian 12, Ubuntu 22.04 and Colab does not have, although no function of that version is called. There,
/// a copy of the library in which that version is optional is loaded from the user's cache folder. Nothing in the
/// system or in the package cache is changed.
/// </remarks>
public static class Libtorch
{
    /// <summary>
    /// Name of an <see cref="AppContext"/> switch. When this library loads libtorch on Linux x64, it sets three things for the whole process:
    /// memory that was freed is kept, in huge pages, and 256 MB are fetched at once where there are 4 GB; libtorch's threads spin
    /// only briefly while they wait; and on processors of AMD, MKL uses AVX-512 where there is AVX-512. A program that wants its
    /// process left alone sets the switch to false before it touches this library or <c>torch</c>.
    /// </summary>
    public const string TuneProcess = "GhostNet.TuneProcess";

    private const string Wrapper = "LibTorchSharp";
    private const string WrapperFile = "libLibTorchSharp.so";
    private const string MainLibrary = "libtorch_cpu.so";
    private const string MissingVersion = "GLIBCXX_3.4.32";

    /// <summary>The one symbol of <see cref="MissingVersion"/>: libstdc++ has it or lacks the version.</summary>
    private const string MissingVersionSymbol = "_ZSt21ios_base_library_initv";

    /// <summary>What the wrapper links to, in the order in which they must be loaded.</summary>
    private static readonly string[] s_dependencies = ["libgomp-98b21ff3.so.1", "libc10.so", MainLibrary, "libtorch.so"];

    private static int s_isRegistered;

    private static readonly Lock s_loading = new();

    private static nint s_wrapper;

    /// <summary>True where this class does the loading: Linux on x64. Elsewhere TorchSharp loads by itself.</summary>
    private static bool Applies => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>
    /// Loads libtorch now. Any use of a type of this library does it too, when TorchSharp first calls its native part. A program
    /// that touches <c>torch</c> before anything of this library calls it first, or libtorch is loaded before this class can
    /// say how its threads wait.
    /// </summary>
    /// <exception cref="LibtorchNotFoundException">libtorch is missing; the message says which line to add.</exception>
    public static void Load()
    {
        if (Applies)
        {
            _ = Loaded();
        }

        torch.InitializeDeviceType(DeviceType.CPU);
    }

    /// <summary>
    /// Prepares that libtorch is found when TorchSharp first asks for it. C# programs that reference the package call it by
    /// themselves when they start. Calling it again does nothing.
    /// </summary>
    /// <remarks>
    /// On Linux x64, TorchSharp's assembly gets its <see cref="DllImportResolver"/> here. .NET allows an assembly one only: it refuses a
    /// second, the program's own, with an <see cref="InvalidOperationException"/>; where there is one before, this class does without.
    /// </remarks>
    public static void Register()
    {
        if (Applies && Interlocked.Exchange(ref s_isRegistered, 1) == 0)
        {
            var torchSharp = typeof(torch).Assembly;
            AssemblyLoadContext.GetLoadContext(torchSharp)!.ResolvingUnmanagedDll += static (_, name) => name == Wrapper ? Loaded() : 0;
            try
            {
                // The event above comes after the system's own search. This is asked before, and if it has no answer the search follows.
                NativeLibrary.SetDllImportResolver(torchSharp, static (name, _, _) => name == Wrapper ? LoadedIfFound() : 0);
            }
            catch (InvalidOperationException)
            {
                // An assembly has one, and somebody was first: the program itself, or a second copy of this library.
            }

            LoadBeforeTheSystem();
        }
    }

    /// <summary>
    /// In F# Interactive and in notebooks libtorch lies where the loader does not look, and TorchSharp's first question would be
    /// answered with the libtorch of the system, if there is one: Debian's libtorch-dev, of another version. What is
    /// loaded already goes before the system.
    /// </summary>
    private static void LoadBeforeTheSystem()
    {
        if (LibtorchFiles.Find(MainLibrary) is { } path && !IsSearched(Path.GetDirectoryName(path)!))
        {
            _ = LoadedIfFound();
        }
    }

    private static nint LoadedIfFound()
    {
        try
        {
            return Loaded();
        }
        catch (DllNotFoundException)
        {
            // TorchSharp will ask for it again, and then the same exception comes at a place where it is understood.
            return 0;
        }
    }

    private static bool IsSearched(string folder) =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append(AppContext.BaseDirectory)
        .Any(searched => Path.GetFullPath(searched).TrimEnd(Path.DirectorySeparatorChar) == Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The OpenMP library whose threads libtorch computes on, where libtorch uses libgomp.</summary>
    internal static bool TryLoadOpenMP(out nint library)
    {
        library = 0;
        return Applies && LibtorchFiles.Find(s_dependencies[0]) is { } path && NativeLibrary.TryLoad(path, out library);
    }

    /// <summary>
    /// The wrapper, loaded by one thread while the others wait: what is set for the process must not be set twice at once. Not a
    /// <see cref="Lazy{T}"/>, which would not try again after a failure, or would have several threads try together.
    /// </summary>
    private static nint Loaded()
    {
        lock (s_loading)
        {
            return s_wrapper != 0 ? s_wrapper : s_wrapper = LoadWrapper();
        }
    }

    private static nint LoadWrapper()
    {
        var wrapper = Find(WrapperFile);
        var dependencies = s_dependencies.Select(Find).ToList();
        var tunes = !AppContext.TryGetSwitch(TuneProcess, out var isOn) || isOn;
        if (tunes)
        {
            GlibcMalloc.Tune();
            OpenMPWaiting.Tune();
        }

        foreach (var dependency in dependencies)
        {
            var library = NativeLibrary.Load(dependency);
            if (Path.GetFileName(dependency) == MainLibrary)
            {
                Nnpack.Disable(library);
                if (tunes)
                {
                    Mkl.UseAvx512(library);
                }
            }
        }

        return NativeLibrary.Load(StandardLibraryHasVersion() ? wrapper : WithOptionalVersion(wrapper));
    }

    private static string Find(string file) => LibtorchFiles.Find(file) ?? throw new LibtorchNotFoundException(file);

    private static bool StandardLibraryHasVersion() =>
        NativeLibrary.TryLoad("libstdc++.so.6", out var library)
        && NativeLibrary.TryGetExport(library, MissingVersionSymbol, out _);

    private static string WithOptionalVersion(string wrapper)
    {
        // Not a hash of the file: to make one took 20 ms of every start, most of it OpenSSL's own start.
        var (file, version) = (new FileInfo(wrapper), typeof(torch).Assembly.GetName().Version);
        var copy = Path.Combine(CacheFolder.Path, "native", $"{version}-{file.Length}-{file.LastWriteTimeUtc.Ticks:x}", WrapperFile);
        if (!File.Exists(copy))
        {
            var image = File.ReadAllBytes(wrapper);
            SymbolVersion.MakeOptional(image, MissingVersion);
            AtomicFile.Write(copy, stream => stream.Write(image));
        }

        return copy;
    }
}
