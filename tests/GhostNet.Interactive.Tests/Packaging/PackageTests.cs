using System.Reflection;
using GhostNet.Interactive.Tests.Hosts;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tests.Packaging;

/// <summary>The package as <c>dotnet pack</c> makes it.</summary>
[Collection("Formatter")]
public sealed class PackageTests : IClassFixture<PackageTests.InteractivePackage>
{
    private readonly InteractivePackage _package;

    public PackageTests(InteractivePackage package) => _package = package;

    [Theory]
    [InlineData("interactive-extensions/dotnet/GhostNet.Interactive.Extension.dll")]
    [InlineData("content/GhostNet.Interactive.fsx")]
    [InlineData("lib/net10.0/GhostNet.Interactive.dll")]
    [InlineData("lib/net10.0/GhostNet.Interactive.xml")]
    [InlineData("README.md")]
    [InlineData("icon.png")]
    public void Holds_what_hosts_and_readers_look_for(string file) =>
        Assert.True(File.Exists(_package.PathOf(file)), $"{file} is missing in the package");

    [Fact]
    public void Depends_on_the_library_of_the_same_release_and_not_on_the_notebook_host()
    {
        var dependencies = _package.Specification.Descendants().Where(element => element.Name.LocalName == "dependency")
            .ToDictionary(element => (string)element.Attribute("id")!, element => (string)element.Attribute("version")!);
        Assert.Equal(Version.Parse(_package.Version).ToString(3), Version.Parse(dependencies["GhostNet"]).ToString(3));
        Assert.True(Version.Parse(dependencies["GhostNet"]) <= Version.Parse(_package.Version), "The library was packed first.");
        Assert.Contains("TorchSharp", dependencies.Keys);

        // Whoever brings an FSharp.Core above that of a host breaks it there.
        Assert.DoesNotContain(dependencies.Keys, id => id is "FSharp.Core" or "Plotly.NET");
        Assert.DoesNotContain(dependencies.Keys, id => id.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal) || id == "System.Reactive");
    }

    /// <summary>As the host does: every assembly of the folder is loaded, and each extension in it is told the kernel.</summary>
    [Fact]
    public async Task The_extension_registers_and_gives_the_package_to_each_language()
    {
        using var cell = new NotebookCell();
        var assembly = Assembly.LoadFrom(_package.PathOf("interactive-extensions/dotnet/GhostNet.Interactive.Extension.dll"));
        var extension = (IKernelExtension)Activator.CreateInstance(Assert.Single(assembly.ExportedTypes))!;
        Formatter.ResetToDefault();
        try
        {
            await extension.OnLoadAsync(cell.Kernel);
            using var value = ones(2, 3);
            Assert.StartsWith("<div class=\"ghostnet", value.ToDisplayString("text/html"), StringComparison.Ordinal);
            Assert.Contains(Formatter.RegisteredFormatters(includeDefaults: false), formatter => formatter.Type == typeof(nn.Module));
            foreach (var language in (string[])["csharp", "fsharp"])
            {
                await cell.Kernel.SendAsync(new SubmitCode("the user's", language));
                var codes = cell.Submitted(language);
                Assert.Equal(2, codes.Count);
                Assert.All(codes[0].Split('\n'), line => Assert.Matches("^#r \"[^\\\\\"]+\\.dll\"$", line));
                Assert.All((string[])["TorchSharp", "GhostNet", "GhostNet.Interactive"], name => Assert.Contains($"/{name}.dll\"", codes[0], StringComparison.Ordinal));
                Assert.Equal("the user's", codes[1]);
            }
        }
        finally
        {
            Formatter.ResetToDefault();
        }
    }

    /// <summary>The package of GhostNet.Interactive.</summary>
    public sealed class InteractivePackage() : Package("GhostNet.Interactive");
}
