using System.Runtime.InteropServices;

namespace GhostNet.Notebooks.Protocol;

/// <summary>The program <c>dotnet</c>.</summary>
internal static class DotnetHost
{
    private static readonly string s_name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>
    /// Its full path: the one that <c>DOTNET_HOST_PATH</c> names, or that of the installation that runs this program. By its bare name,
    /// .NET would first start a file of that name in the current folder.
    /// </summary>
    /// <exception cref="FileNotFoundException">It is missing; the message says which variable to set.</exception>
    public static string Path
    {
        get
        {
            var given = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH");

            // The runtime is in <root>/shared/Microsoft.NETCore.App/<version>.
            var path = System.IO.Path.IsPathFullyQualified(given ?? "")
                ? given!
                : System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", s_name));
            return File.Exists(path)
                ? path
                : throw new FileNotFoundException($"{path}, the program that runs .NET, is missing. Set the variable DOTNET_HOST_PATH to its full path.", path);
        }
    }
}
