using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using GhostNet.IO;
using Microsoft.Win32.SafeHandles;

namespace GhostNet.Runtime;

/// <summary>Loads TorchSharp's native library where this system's libstdc++ is older than it asks for.</summary>
/// <remarks>
/// The symbol version that it asks for is made optional in a copy, since it calls nothing of that version. The copy is a memory file,
/// which nobody else can have put there or cut off; where the system allows none, it is a file in a new folder that only this user can
/// open, deleted as soon as it is loaded. Nothing of it is kept from one start to the next.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal static partial class RepairedWrapper
{
    private const string MissingVersion = "GLIBCXX_3.4.32";

    /// <summary>The one symbol of <see cref="MissingVersion"/>: libstdc++ has it or lacks the version.</summary>
    private const string MissingVersionSymbol = "_ZSt21ios_base_library_initv";

    // From <sys/mman.h>.
    private const uint CloseOnExecute = 1;

    /// <summary>They stay open: the loader knows a library by its path, and would take a later file of the same number for this one.</summary>
    private static readonly List<SafeFileHandle> s_memoryFiles = [];

    /// <summary>Whether the library cannot be loaded as it is.</summary>
    public static bool IsNeeded =>
        !NativeLibrary.TryLoad("libstdc++.so.6", out var library) || !NativeLibrary.TryGetExport(library, MissingVersionSymbol, out _);

    /// <summary>Loads a repaired copy.</summary>
    /// <param name="wrapper">The library as TorchSharp brings it.</param>
    /// <exception cref="BadImageFormatException">The library is damaged; the message says what to do.</exception>
    /// <exception cref="DllNotFoundException">No way to load it works; the message says why, and which variable to set.</exception>
    public static nint Load(string wrapper)
    {
        var image = File.ReadAllBytes(wrapper);
        try
        {
            ElfLibrary.MakeOptional(image, MissingVersion);
        }
        catch (BadImageFormatException exception)
        {
            throw ElfLibrary.Damaged(wrapper, exception.Message);
        }

        return Load(image, [LoadFromMemory, .. new[] { Path.GetTempPath(), CacheFolder.Path }.Select<string, Func<byte[], nint>>(
            folder => content => LoadFromFolder(content, folder))]);
    }

    /// <summary>Loads an image in the first way that works.</summary>
    /// <exception cref="DllNotFoundException">None did.</exception>
    internal static nint Load(byte[] image, IReadOnlyList<Func<byte[], nint>> ways)
    {
        var failures = new List<string>();
        foreach (var way in ways)
        {
            try
            {
                return way(image);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DllNotFoundException)
            {
                failures.Add(exception.Message.ReplaceLineEndings(" ").Trim());
            }
        }

        throw new DllNotFoundException(
            $"{LibtorchFiles.WrapperFile} needs a newer libstdc++ ({MissingVersion}) than this system has, and a repaired copy of it cannot be "
            + $"loaded: {string.Join(" ", failures)} Set the variable TMPDIR to a folder of your own that you can write to and run programs from.");
    }

    /// <summary>Loads an image from a memory file.</summary>
    internal static nint LoadFromMemory(byte[] image)
    {
        var number = Libc.Has("memfd_create") ? CreateMemoryFile(LibtorchFiles.WrapperFile, CloseOnExecute) : -1;
        if (number < 0)
        {
            throw new IOException("The system allows no memory file.");
        }

        var file = new SafeFileHandle(number, ownsHandle: true);
        s_memoryFiles.Add(file);
        RandomAccess.Write(file, image, 0);
        return NativeLibrary.Load($"/proc/self/fd/{number}");
    }

    /// <summary>Loads an image from a file that is deleted afterwards.</summary>
    /// <param name="image">The library.</param>
    /// <param name="parent">Where a folder for it is made.</param>
    internal static nint LoadFromFolder(byte[] image, string parent)
    {
        var folder = Path.Combine(Path.GetFullPath(parent), $"ghostnet-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (!FolderTrust.IsOwn(folder))
            {
                throw new IOException($"Other users can write to {parent} or to a folder above it.");
            }

            var file = Path.Combine(folder, LibtorchFiles.WrapperFile);
#pragma warning disable RS0030 // The folder is new and nobody else's: no other process sees half a file.
            File.WriteAllBytes(file, image);
#pragma warning restore RS0030
            return NativeLibrary.Load(file);
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    [LibraryImport(Libc.Name, EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);
}
