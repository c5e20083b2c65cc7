using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace GhostNet.Interactive.Tests.Packaging;

/// <summary>Packs a project as it was built with these tests, and unpacks it.</summary>
public abstract class Package : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ghostnet-package-");

    protected Package(string name)
    {
        var configuration = typeof(Package).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        RunDotnet(Root, "pack", Path.Combine(Root, "src", name), "-c", configuration, "--no-build", "-o", _folder.FullName);
        var file = Assert.Single(_folder.GetFiles("*.nupkg"));
        Version = file.Name[(name.Length + 1)..^".nupkg".Length];
        ZipFile.ExtractToDirectory(file.FullName, PathOf(""));
        ZipFile.ExtractToDirectory(Assert.Single(_folder.GetFiles("*.snupkg")).FullName, Path.Combine(_folder.FullName, "symbols"));
        Specification = XDocument.Load(PathOf($"{name}.nuspec"));
    }

    public string Version { get; }

    public XDocument Specification { get; }

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    public string PathOf(string file) => Path.Combine(_folder.FullName, "unpacked", file);

    public string PathOfSymbols(string file) => Path.Combine(_folder.FullName, "symbols", file);

    /// <summary>Runs a command of the SDK and fails the test when it fails.</summary>
    public static void RunDotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // Windows keeps the file of a loaded assembly.
        }
    }

    private static string FindRoot()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "global.json")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return root;
    }
}
