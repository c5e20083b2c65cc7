using System.Runtime;
using GhostNet.IO;

namespace GhostNet.Runtime;

/// <summary>Lets a program start faster from its second start on.</summary>
/// <remarks>
/// While libtorch loads, which takes a quarter of a second, all cores but one have nothing to do. Where .NET knows from the last
/// start which methods will be needed, it compiles them meanwhile (<see cref="ProfileOptimization"/>). The suite <c>startup</c> of the
/// benchmarks measures it.
/// </remarks>
public static class CompilationProfile
{
    /// <summary>
    /// Compiles what the last start with this name needed, and notes what this one needs, in <see cref="CacheFolder.Path"/>. Call it first
    /// of all. Where the folder cannot be written, the program starts as it would without.
    /// </summary>
    /// <param name="name">What the program is about to do, such as <c>train</c>: a file name.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or has characters that a file name cannot have.</exception>
    public static void Use(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
        {
            throw new ArgumentException($"\"{name}\" cannot be the name of a file: use letters and digits.", nameof(name));
        }

        var folder = Path.Combine(CacheFolder.Path, "startup");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }

        ProfileOptimization.SetProfileRoot(folder);
        ProfileOptimization.StartProfile(name);
    }
}
