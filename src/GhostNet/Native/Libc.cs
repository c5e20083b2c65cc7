using System.Runtime.InteropServices;

namespace GhostNet.Native;

/// <summary>The C library, where it is glibc.</summary>
internal static class Libc
{
    /// <summary>Its name for a <see cref="LibraryImportAttribute"/>.</summary>
    public const string Name = "libc.so.6";

    /// <summary>Whether it is there and has a function.</summary>
    public static bool Has(string function) =>
        NativeLibrary.TryLoad(Name, out var library) && NativeLibrary.TryGetExport(library, function, out _);
}
