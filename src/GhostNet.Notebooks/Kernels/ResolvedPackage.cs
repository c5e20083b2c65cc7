namespace GhostNet.Notebooks.Kernels;

/// <summary>A package in the package cache, as it applies to this machine.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Assemblies">Full paths of its assemblies.</param>
/// <param name="NativeFolders">Full paths of the folders that hold its native libraries.</param>
internal sealed record ResolvedPackage(
    string Name, string Version, string Folder, IReadOnlyList<string> Assemblies, IReadOnlyList<string> NativeFolders)
{
    /// <summary>The script by which the package extends a notebook host; it need not exist.</summary>
    public string ExtensionScript => Path.Combine(Folder, "interactive-extensions", "dotnet", "extension.dib");
}
