using System.Runtime.InteropServices;

namespace GhostNet.Runtime;

/// <summary>The C library, where it is glibc.</summary>
internal static partial class Libc
{
    /// <summary>Its name for a <see cref="LibraryImportAttribute"/>.</summary>
    public const string Name = "libc.so.6";

    /// <summary>Whether it is there and has a function.</summary>
    public static bool Has(string function) =>
        NativeLibrary.TryLoad(Name, out var library) && NativeLibrary.TryGetExport(library, function, out _);

    /// <summary>Changes the environment that native code sees; .NET's own is a copy of it.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <param name="overwrite">0 to keep a value that is there.</param>
    [LibraryImport(Name, EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetVariable(string name, string value, int overwrite);
}
