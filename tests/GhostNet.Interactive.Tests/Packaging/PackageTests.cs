using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
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
    [InlineData("interactive-extensions/dotnet/extension.dib")]
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
        Assert.Contains("Plotly.NET", dependencies.Keys);
        Assert.DoesNotContain(dependencies.Keys, id => id.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_extension_script_names_its_own_version_and_registers()
    {
        var script = await File.ReadAllLinesAsync(_package.PathOf("interactive-extensions/dotnet/extension.dib"));
        Assert.Equal($"#r \"nuget: GhostNet.Interactive, {_package.Version}\"", script[0]);
        Assert.Equal("#!csharp", script.Skip(1).First(line => line.Length > 0));

        // The host resolves the first line and runs what follows the second as C#.
        var code = string.Join('\n', script.SkipWhile(line => line != "#!csharp").Skip(1));
        var assembly = MetadataReference.CreateFromFile(_package.PathOf("lib/net10.0/GhostNet.Interactive.dll"));
        Formatter.ResetToDefault();
        try
        {
            await CSharpScript.RunAsync(code, ScriptOptions.Default.WithReferences(assembly).AddReferences(typeof(GhostNet.Native.Libtorch).Assembly));
            using var value = ones(2, 3);
            Assert.StartsWith("<div class=\"ghostnet", value.ToDisplayString("text/html"), StringComparison.Ordinal);
            Assert.Contains(Formatter.RegisteredFormatters(includeDefaults: false), formatter => formatter.Type == typeof(nn.Module));
        }
        finally
        {
            Formatter.ResetToDefault();
        }
    }

    /// <summary>The package of GhostNet.Interactive.</summary>
    public sealed class InteractivePackage() : Package("GhostNet.Interactive");
}
