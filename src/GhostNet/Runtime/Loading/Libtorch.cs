using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;
using TorchSharp;

namespace GhostNet.Runtime;

/// <summary>Makes TorchSharp's native library load, wherever the program runs.</summary>
/// <remarks>
/// On Linux x64, TorchSharp 0.107's <c>libLibTorchSharp.so</c> asks for symbol version <c>GLIBCXX_3.4.32</c>, which the
/// libstdc++ of Debian 12, Ubuntu 22.04 and Colab does not have, although no function of that version is called. There,
/// a copy in memory is loaded in which that version is optional. Nothing in the system or in the package cache is changed.
/// The page <c>src/docs/native.md</c> of the project says where libtorch is looked for and what is set.
/// </remarks>
public static class Libtorch
{
    /// <summary>
    /// Name of the environment variable that decides about tuning: <c>1</c> tunes the process as <see cref="Tune"/> does, <c>0</c> prevents it, whatever the program asks for.
    /// </summary>
    public const string TuneVariable = "GHOSTNET_TUNE";

    private const string Wrapper = "LibTorchSharp";

    private static readonly Lock s_loading = new();

    private static int s_isRegistered;

    private static bool s_isTuningAsked;

    private static nint s_wrapper;

    /// <summary>True where this class does the loading: Linux on x64. Elsewhere TorchSharp loads by itself.</summary>
    [SupportedOSPlatformGuard("linux")]
    private static bool Applies => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private static bool IsTuned => Environment.GetEnvironmentVariable(TuneVariable) switch
    {
        "0" => false,
        "1" => true,
        _ => s_isTuningAsked,
    };

    /// <summary>
    /// Loads libtorch now. Any use of a type of this library does it too, when TorchSharp first calls its native part. A host that
    /// runs scripts calls it first, so that a missing libtorch is reported there.
    /// </summary>
    /// <exception cref="LibtorchNotFoundException">libtorch is missing; the message says which line to add.</exception>
    /// <exception cref="DllNotFoundException">It cannot be loaded; the message says why.</exception>
    /// <exception cref="BadImageFormatException">One of its files is damaged; the message says which.</exception>
    public static void Load()
    {
        if (Applies)
        {
            _ = Loaded();
        }

        torch.InitializeDeviceType(DeviceType.CPU);
    }

    /// <summary>
    /// Asks for the whole process to be tuned for libtorch, for a program that mostly computes. When libtorch is loaded on Linux x64, memory
    /// that was freed is then kept, in huge pages, and 256 MB are fetched at once where there are 4 GB; and on AMD processors, MKL uses
    /// AVX-512 where there is AVX-512, for which eight bytes of its code are changed in memory. Elsewhere nothing happens.
    /// </summary>
    /// <exception cref="InvalidOperationException">libtorch is loaded already: it is too late.</exception>
    public static void Tune()
    {
        if (Applies)
        {
            lock (s_loading)
            {
                if (s_wrapper != 0 && !s_isTuningAsked && Environment.GetEnvironmentVariable(TuneVariable) != "0")
                {
                    throw new InvalidOperationException($"Call {nameof(Libtorch)}.{nameof(Tune)} before anything that uses torch: libtorch is loaded already.");
                }

                s_isTuningAsked = true;
            }
        }
    }

    /// <summary>
    /// Makes sure that libtorch is found when TorchSharp first asks for it, and that its threads wait for each other only briefly. Programs
    /// that reference the package call it by themselves when they start. Calling it again does nothing.
    /// </summary>
    /// <remarks>
    /// On Linux x64, TorchSharp's assembly gets its <see cref="DllImportResolver"/> here. .NET allows an assembly one only: it refuses a
    /// second, the program's own, with an <see cref="InvalidOperationException"/>; if the program has set one already, this class leaves it.
    /// </remarks>
    public static void Register()
    {
        if (Applies && Interlocked.Exchange(ref s_isRegistered, 1) == 0)
        {
            if (Environment.GetEnvironmentVariable(TuneVariable) != "0")
            {
                // TorchSharp may load libtorch by itself, where it lies in the program's folder, before it asks for anything here.
                OpenMPWaiting.Shorten();
            }

            var torchSharp = typeof(torch).Assembly;
            AssemblyLoadContext.GetLoadContext(torchSharp)!.ResolvingUnmanagedDll += static (_, name) => name == Wrapper ? Loaded() : 0;
            try
            {
                // The event above comes after the system's own search. This is asked before, and if it has no answer the search follows.
                NativeLibrary.SetDllImportResolver(torchSharp, static (name, _, _) => name == Wrapper ? LoadedIfPossible() : 0);
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
        var searched = LibtorchLayouts.SearchFolders.Append(AppContext.BaseDirectory);
        if (!searched.Any(folder => File.Exists(Path.Combine(folder, LibtorchFiles.MainLibrary))))
        {
            _ = LoadedIfPossible();
        }
    }

    private static nint LoadedIfPossible()
    {
        try
        {
            return Loaded();
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            // TorchSharp will ask for it again, and then the same exception comes at a place where it is understood.
            return 0;
        }
    }

    /// <summary>The OpenMP library whose threads libtorch computes on, where libtorch uses libgomp.</summary>
    internal static bool TryLoadOpenMP(out nint library)
    {
        library = 0;
        return Files?.OpenMP is { } path && NativeLibrary.TryLoad(path, out library);
    }

    /// <summary>The files that are loaded, or would be; null where they are missing, or TorchSharp loads by itself.</summary>
    internal static LibtorchFiles? Files
    {
        get
        {
            try
            {
                return Applies ? LibtorchFiles.Find(LibtorchLayouts.OfThisProgram(LoadedFiles())) : null;
            }
            catch (DllNotFoundException)
            {
                return null;
            }
        }
    }

    private static List<string> LoadedFiles() => [.. ProcessMemory.Read().Select(range => range.File).Distinct()];

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
        var loaded = LoadedFiles();
        if (loaded.Find(IsWrapper) is { } present)
        {
            // TorchSharp was first, or another copy of this library. The system knows a loaded library by its name.
            return NativeLibrary.Load(File.Exists(present) ? present : LibtorchFiles.WrapperFile);
        }

        var files = LibtorchFiles.Find(LibtorchLayouts.OfThisProgram(loaded));
        foreach (var file in files.Dependencies.Append(files.Wrapper))
        {
            ElfLibrary.CheckWhole(file);
        }

        if (IsTuned)
        {
            GlibcMalloc.Tune();
        }

        foreach (var dependency in files.Dependencies)
        {
            var library = NativeLibrary.Load(dependency);
            if (Path.GetFileName(dependency) == LibtorchFiles.MainLibrary)
            {
                Nnpack.Disable(library);
                if (IsTuned)
                {
                    Mkl.UseAvx512(library);
                }
            }
        }

        return Applies && RepairedWrapper.IsNeeded ? RepairedWrapper.Load(files.Wrapper) : NativeLibrary.Load(files.Wrapper);
    }

    /// <summary>Whether a file is the wrapper, on disk or in memory.</summary>
    private static bool IsWrapper(string file) =>
        file.Split('/', ':')[^1] == LibtorchFiles.WrapperFile;
}
