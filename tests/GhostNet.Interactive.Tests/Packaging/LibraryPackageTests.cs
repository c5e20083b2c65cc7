namespace GhostNet.Interactive.Tests.Packaging;

/// <summary>The package of the library as <c>dotnet pack</c> makes it.</summary>
public sealed class LibraryPackageTests(LibraryPackageTests.LibraryPackage package) : IClassFixture<LibraryPackageTests.LibraryPackage>
{
    [Theory]
    [InlineData("lib/net10.0/GhostNet.dll")]
    [InlineData("lib/net10.0/GhostNet.xml")]
    [InlineData("content/GhostNet.fsx")]
    [InlineData("README.md")]
    [InlineData("icon.png")]
    public void Holds_what_compilers_and_readers_look_for(string file) =>
        Assert.True(File.Exists(package.PathOf(file)), $"{file} is missing in the package");

    /// <summary>A folder for every framework would let NuGet take the package for net8.0, whose program would then not compile.</summary>
    [Fact]
    public void Fits_no_older_framework()
    {
        string[] folders = ["lib", "buildTransitive"];
        Assert.All(folders, folder => Assert.Equal([package.PathOf($"{folder}/net10.0")], Directory.GetFileSystemEntries(package.PathOf(folder))));
    }

    [Fact]
    public void Says_where_it_is_from_and_has_symbols()
    {
        string? Value(string name) => package.Specification.Descendants().SingleOrDefault(element => element.Name.LocalName == name)?.Value;
        var repository = package.Specification.Descendants().Single(element => element.Name.LocalName == "repository");
        Assert.Equal("git", (string?)repository.Attribute("type"));
        Assert.Matches("^[0-9a-f]{40}$", (string?)repository.Attribute("commit"));

        // The folder that a clone was made from is nobody else's business.
        Assert.StartsWith("https://", (string?)repository.Attribute("url") ?? "https://", StringComparison.Ordinal);
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal("MIT", Value("license"));
        Assert.True(File.Exists(package.PathOfSymbols("lib/net10.0/GhostNet.pdb")));
    }

    /// <summary>The package of GhostNet.</summary>
    public sealed class LibraryPackage() : Package("GhostNet");
}
