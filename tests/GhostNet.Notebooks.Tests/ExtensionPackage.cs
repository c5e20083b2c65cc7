using System.IO.Compression;

namespace GhostNet.Notebooks.Tests;

/// <summary>A package that holds nothing but an extension script.</summary>
internal static class ExtensionPackage
{
    /// <summary>Writes a package into the folder <c>feed</c>.</summary>
    public static void Write(TemporaryFolder folder, string name, string version, string script)
    {
        Directory.CreateDirectory(folder.File("feed"));
        using var package = ZipFile.Open(folder.File($"feed/{name}.{version}.nupkg"), ZipArchiveMode.Create);
        Add(package, $"{name}.nuspec", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{name}</id><version>{version}</version><authors>tests</authors><description>A test.</description></metadata>
            </package>
            """);
        Add(package, "interactive-extensions/dotnet/extension.dib", script);
    }

    private static void Add(ZipArchive package, string name, string text)
    {
        using var writer = new StreamWriter(package.CreateEntry(name).Open());
        writer.Write(text);
    }
}
