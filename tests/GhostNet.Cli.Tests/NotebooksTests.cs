using System.Text.Json;

namespace GhostNet.Cli.Tests;

public class NotebooksTests
{
    private const string CSharp = """
        #!markdown

        # Sums in C#

        #!csharp

        Console.WriteLine(typeof(object).Assembly.GetName().Name);
        var assemblies = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name);
        assemblies.Any(name => name is "GhostNet" or "TorchSharp" or "GhostNet.Cli")
        """;

    private const string FSharp = """
        #!meta

        {"kernelInfo":{"defaultKernelName":"fsharp"}}

        #!markdown

        # Sums in F#

        #!fsharp

        [ 1; 2 ] |> List.sum
        """;

    [Fact]
    public void Run_tells_each_cell_and_names_the_pages()
    {
        using var folder = Folder();
        var result = Tool.Run(folder.Path, "notebooks", "run", "in");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("Sums in C#", result.Output, StringComparison.Ordinal);
        Assert.Contains("2/2  F#  [ 1; 2 ] |> List.sum", result.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 notebooks", result.Output, StringComparison.Ordinal);
        foreach (var name in new[] { "csharp/01.ipynb", "csharp/01.html", "fsharp/01.ipynb", "fsharp/01.html" })
        {
            var path = folder.File($"artifacts/notebooks/{name}");
            Assert.True(File.Exists(path), name);
        }

        // The notebook's own packages must be the only ones.
        Assert.Contains("\"False\"", File.ReadAllText(folder.File("artifacts/notebooks/csharp/01.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_chooses_a_language_and_a_folder()
    {
        using var folder = Folder();
        var result = Tool.Run(folder.Path, "notebooks", "run", "in", "--language", "fsharp", "--out", "results");
        Assert.True(result.Code == 0, result.ToString());
        Assert.True(File.Exists(folder.File("results/01.html")), result.ToString());
        Assert.DoesNotContain("C#", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_fails_when_a_cell_does()
    {
        using var folder = Folder();
        File.WriteAllText(folder.File("bad.dib"), "#!csharp\n\nint.Parse(\"x\")");
        var result = Tool.Run(folder.Path, "notebooks", "run", "bad.dib", "--out", ".");
        Assert.True(result.Code == 1, result.ToString());
        Assert.Contains("cell 1", result.Error, StringComparison.Ordinal);
        Assert.Contains("int.Parse(\"x\")", result.Error, StringComparison.Ordinal);
        Assert.Contains("FormatException", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("bad.html")));
    }

    [Fact]
    public void List_names_language_and_title()
    {
        using var folder = Folder();
        var result = Tool.Run(folder.Path, "notebooks", "list", "in", "--json");
        Assert.True(result.Code == 0, result.ToString());
        var notebooks = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(["Sums in C#", "Sums in F#"], notebooks.EnumerateArray().Select(notebook => notebook.GetProperty("title").GetString()));
        Assert.Equal(["C#", "F#"], notebooks.EnumerateArray().Select(notebook => notebook.GetProperty("language").GetString()));
    }

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("in/csharp"));
        Directory.CreateDirectory(folder.File("in/fsharp"));
        File.WriteAllText(folder.File("in/csharp/01.dib"), CSharp);
        File.WriteAllText(folder.File("in/fsharp/01.dib"), FSharp);
        return folder;
    }
}
