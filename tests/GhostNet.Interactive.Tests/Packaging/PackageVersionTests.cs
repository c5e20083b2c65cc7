namespace GhostNet.Interactive.Tests.Packaging;

/// <summary>The versions of packages, with the rules of this repository and a small project.</summary>
public sealed class PackageVersionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ghostnet-version-");

    public PackageVersionTests()
    {
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "src/Package.targets", "src/icon.png"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
            File.Copy(Path.Combine(Package.Root, file), PathOf(file));
        }

        Directory.CreateDirectory(PathOf(".feed"));
        Directory.CreateDirectory(PathOf("src/Sample"));
        File.WriteAllText(PathOf("src/Sample/README.md"), "# Sample");
        File.WriteAllText(PathOf("src/Sample/Sample.cs"), "internal static class Sample;");
        File.WriteAllText(PathOf("src/Sample/Sample.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <IsPackable>true</IsPackable>
                <GeneratePackageOnBuild>true</GeneratePackageOnBuild>
              </PropertyGroup>
            </Project>
            """);
    }

    /// <summary>
    /// NuGet never looks again at a version that it has, and notebooks run on what lies in its cache: changed content needs a higher
    /// version, and unchanged content must keep its own.
    /// </summary>
    [Fact]
    public void Changed_content_gets_a_higher_version_and_unchanged_content_keeps_its_own()
    {
        Build();
        var first = Packed();
        Build();
        Assert.Equal(first, Packed());

        File.AppendAllText(PathOf("src/Sample/Sample.cs"), "internal static class More;");
        Build();
        var second = Packed();
        Assert.True(second > first, $"{second} follows {first}");

        File.AppendAllText(PathOf("src/Sample/README.md"), "More.");
        Build();
        Assert.True(Packed() > second, $"{Packed()} follows {second}");
    }

    [Fact]
    public void A_release_has_the_version_that_it_names()
    {
        Package.RunDotnet(PathOf("src/Sample"), "build", "-p:Version=1.2.3", $"-p:PackageOutputPath={PathOf("release")}");
        Assert.True(File.Exists(PathOf("release/Sample.1.2.3.nupkg")));
        Assert.Empty(Directory.GetFiles(PathOf(".feed")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private void Build() => Package.RunDotnet(PathOf("src/Sample"), "build");

    /// <summary>The version of the one package in the feed.</summary>
    private Version Packed() =>
        Version.Parse(Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(PathOf(".feed"), "*.nupkg")))["Sample.".Length..]);
}
