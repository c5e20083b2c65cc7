using System.Diagnostics;
using System.Runtime.InteropServices;
using GhostNet.Runtime;
using TorchSharp;

namespace GhostNet.Tests.Runtime;

/// <summary>TorchSharp loads where a user has no project: real processes of the SDK, with the DLLs by path.</summary>
public sealed class HostTests : IDisposable
{
    private const long Big = 100_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("ghostnet-host-").FullName;

    private static string GhostNetDll => typeof(Libtorch).Assembly.Location;

    /// <summary>TorchSharp as a script gets it: from the package cache, where no native library lies beside it.</summary>
    private static string TorchSharpDll
    {
        get
        {
            var version = typeof(torch).Assembly.GetName().Version!;
            var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            return Path.Combine(cache, "torchsharp", version.ToString(3), "lib", "net8.0", "TorchSharp.dll");
        }
    }

    [Fact]
    public void Loads_in_FSharp_Interactive()
    {
        var script = Path.Combine(_folder, "script.fsx");
        File.WriteAllText(
            script,
            $"""
            #r @"{TorchSharpDll}"
            #r @"{GhostNetDll}"
            open TorchSharp
            GhostNet.Runtime.Libtorch.Load()
            printfn "sum %g" (torch.ones(2L, 3L).sum().item<float32>())
            """);
        CheckOutput("fsi", "--quiet", "--nologo", script);
    }

    [Fact]
    public void Loads_in_a_file_based_app()
    {
        File.WriteAllText(
            Path.Combine(_folder, "Directory.Build.props"),
            $"""
            <Project><ItemGroup><Reference Include="{GhostNetDll}" /><Reference Include="{TorchSharpDll}" /></ItemGroup></Project>
            """);
        var app = Path.Combine(_folder, "app.cs");
        File.WriteAllText(
            app,
            """
            using TorchSharp;
            GhostNet.Runtime.Libtorch.Load();
            System.Console.WriteLine("sum " + torch.ones(2, 3).sum().item<float>());
            """);
        CheckOutput("run", app);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void CheckOutput(params string[] arguments)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || !OperatingSystem.IsLinux() || !File.Exists(TorchSharpDll))
        {
            Assert.Skip("Needs Linux on x64 and TorchSharp in the package cache.");
        }

        var before = BigFiles();
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{output}\n{errors.Result}");
        Assert.Equal("sum 6", output.Trim());

        // A failed attempt of TorchSharp's own loader copies libtorch, 480 MB, next to TorchSharp.dll.
        Assert.Equal(before, BigFiles());
    }

    private List<string> BigFiles()
    {
        var packages = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(TorchSharpDll)!, "../../../.."));
        string[] roots = [Path.Combine(packages, "torchsharp"), .. Directory.GetDirectories(packages, "libtorch-*"), _folder];
        return [.. roots
            .SelectMany(root => new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories))
            .Where(file => file.Length > Big)
            .Select(file => file.FullName)
            .Order()];
    }
}
