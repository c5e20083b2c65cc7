namespace GhostNet.Notebooks.Tests;

/// <summary>Packages that a cell asks for.</summary>
public class RunPackageTests
{
    [Fact]
    public void Packages_are_loaded_once_for_both_languages()
    {
        using var folder = new TemporaryFolder();
        var notebook = Runner.Run(folder, """
            #!csharp

            #r "nuget: Newtonsoft.Json, 13.0.4"
            using Newtonsoft.Json.Linq;
            AppDomain.CurrentDomain.SetData("shared", JObject.Parse("{ 'answer': 42 }"));

            #!fsharp

            #r "nuget: Newtonsoft.Json, 13.0.4"
            open Newtonsoft.Json.Linq
            let shared = AppDomain.CurrentDomain.GetData "shared" :?> JObject
            shared["answer"].Value<int>()
            """);
        Assert.True(notebook.Result.Code == 0, notebook.Result.ToString());
        Assert.Equal("42", ExecutedNotebook.Text(Assert.Single(notebook.Outputs(1)), "text/plain"));
    }

    [Fact]
    public void The_native_library_of_a_package_is_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The package has the libraries of Linux only.");
        using var folder = new TemporaryFolder();
        var notebook = Runner.Run(folder, """
            #!fsharp

            #r "nuget: SkiaSharp, 4.155.0"
            #r "nuget: SkiaSharp.NativeAssets.Linux.NoDependencies, 4.155.0"
            let bitmap = new SkiaSharp.SKBitmap(7, 5)
            bitmap.ByteCount
            """);
        Assert.True(notebook.Result.Code == 0, notebook.Result.ToString());
        Assert.Equal("140", ExecutedNotebook.Text(Assert.Single(notebook.Outputs(0)), "text/plain"));
    }

    [Fact]
    public void A_local_feed_gives_the_newest_stable_version_and_its_extension_runs_in_CSharp()
    {
        using var folder = new TemporaryFolder();
        foreach (var version in new[] { "1.0.0", "1.10.0", "1.9.0", "2.0.0-beta" })
        {
            ExtensionPackage.Write(folder, "Test.Extension", version, $"""
                #!csharp

                var greeting = "extension {version}";
                """);
        }

        folder.Write("nuget.config", """
            <configuration><packageSources><clear /><add key="here" value="feed" /></packageSources></configuration>
            """);
        var notebook = Runner.Run(
            folder,
            """
            #!csharp

            #r "nuget: Test.Extension"

            #!csharp

            Console.Write(greeting);
            """,
            packageFolder: folder.File("packages"));
        Assert.True(notebook.Result.Code == 0, notebook.Result.ToString());
        Assert.Equal("extension 1.10.0", notebook.Console(1));
        Assert.Empty(notebook.Outputs(0));
        Assert.Contains("restored Test.Extension 1.10.0", notebook.Result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_that_does_not_exist_fails_its_cell_with_the_words_of_NuGet()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("feed"));
        folder.Write("nuget.config", """
            <configuration><packageSources><clear /><add key="here" value="feed" /></packageSources></configuration>
            """);
        var notebook = Runner.Run(folder, "#!csharp\n\n#r \"nuget: Test.Nothing\"\n1", packageFolder: folder.File("packages"));
        Assert.Equal(1, notebook.Result.Code);
        Assert.Contains("Test.Nothing", notebook.Result.Error, StringComparison.Ordinal);
        Assert.Contains("NU1101", notebook.Result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", notebook.Result.Error, StringComparison.Ordinal);
    }
}
