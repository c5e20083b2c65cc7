using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Notebooks.Tests;

/// <summary>A run that fails, is stopped or takes too long says where, and keeps what it has.</summary>
public class RunFailureTests
{
    [Theory]
    [InlineData("csharp", "throw new InvalidOperationException(\"on purpose\");", "System.InvalidOperationException")]
    [InlineData("fsharp", "(failwith \"on purpose\": unit)", "System.Exception")]
    [InlineData("csharp", "int x = missing; // on purpose", "CompilationError")]
    [InlineData("fsharp", "let x: int = missing // on purpose", "CompilationError")]
    public void A_cell_that_fails_is_named_and_the_notebook_so_far_is_written(string language, string code, string error)
    {
        using var folder = new TemporaryFolder();
        var notebook = Runner.Run(folder, $"""
            #!markdown

            # Title

            #!{language}

            1 + 1

            #!{language}

            {code}

            #!{language}

            3
            """);
        Assert.Equal(1, notebook.Result.Code);
        Assert.Contains("cell 3", notebook.Result.Error, StringComparison.Ordinal);
        Assert.Contains(code, notebook.Result.Error, StringComparison.Ordinal);
        Assert.Contains(error == "CompilationError" ? "missing" : "on purpose", notebook.Result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("GhostNet.Notebooks", notebook.Result.Error, StringComparison.Ordinal);
        Assert.Equal("2", ExecutedNotebook.Text(Assert.Single(notebook.Outputs(0)), "text/plain"));
        var output = Assert.Single(notebook.Outputs(1));
        Assert.Equal(("error", error), ((string)output["output_type"]!, (string)output["ename"]!));
        Assert.Empty(notebook.Outputs(2));
        Assert.Null(notebook.Cells[2]["execution_count"]);
        Assert.Contains("class=\"error\"", notebook.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_tagged_to_raise_an_exception_does_not_end_the_run()
    {
        using var folder = new TemporaryFolder();
        Notebook.Load(folder.Write("in.dib", "#!csharp\n\nthrow new Exception(\"shown\");\n\n#!csharp\n\n2")).Save(folder.File("in.ipynb"));
        var json = JsonNode.Parse(File.ReadAllText(folder.File("in.ipynb")))!;
        json["cells"]![0]!["metadata"]!["tags"] = new JsonArray("raises-exception");
        var result = Runner.Run(new NotebookRequest { Paths = [folder.Write("in.ipynb", json.ToJsonString())], Output = folder.File("out") });
        Assert.True(result.Code == 0, result.ToString());
        var notebook = ExecutedNotebook.Read(result, folder.File("out/in"));
        Assert.Equal("error", (string)Assert.Single(notebook.Outputs(0))["output_type"]!);
        Assert.Equal("2", ExecutedNotebook.Text(Assert.Single(notebook.Outputs(1)), "text/plain"));
    }

    [Theory]
    [InlineData("Environment.Exit(7);", "exit code 7")]
    [InlineData("Environment.FailFast(\"on purpose\");", "exit code")]
    [InlineData("System.Runtime.InteropServices.Marshal.WriteByte((nint)0x100000000000, 1);", "exit code")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill();", "exit code")]
    public void A_cell_that_ends_its_process_is_named_and_the_cells_before_it_are_written(string code, string reason)
    {
        using var folder = new TemporaryFolder();
        var notebook = Runner.Run(folder, $"#!csharp\n\n1 + 1\n\n#!csharp\n\n{code}\n\n#!csharp\n\n3");
        Assert.Equal(1, notebook.Result.Code);
        Assert.Contains("cell 2 failed", notebook.Result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, notebook.Result.Error, StringComparison.Ordinal);
        Assert.Equal("2", ExecutedNotebook.Text(Assert.Single(notebook.Outputs(0)), "text/plain"));
        Assert.Equal("error", (string)Assert.Single(notebook.Outputs(1))["output_type"]!);
        Assert.Empty(notebook.Outputs(2));
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_noticed_before_the_first_cell()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("notebook.dib", $"#!csharp\n\nSystem.IO.File.WriteAllText(@\"{folder.File("ran")}\", \"\");");
        folder.Write("file", "");
        File.SetAttributes(folder.Write("read-only/notebook.html", ""), FileAttributes.ReadOnly);
        Directory.CreateDirectory(folder.File("folder/notebook.ipynb"));
        foreach (var output in new[] { "file", "read-only", "folder" })
        {
            var result = Runner.Run(new NotebookRequest { Paths = [path], Output = folder.File(output) });
            Assert.Equal(1, result.Code);
            Assert.Contains("--out", result.Error, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(folder.File("ran")));
        File.SetAttributes(folder.File("read-only/notebook.html"), FileAttributes.Normal);
    }

    [Theory]
    [InlineData("csharp", "Console.WriteLine(\"before\"); while (true) { }")]
    [InlineData("fsharp", "printfn \"before\"\nwhile true do ()")]
    public void An_endless_cell_ends_the_run(string language, string code)
    {
        using var folder = new TemporaryFolder();
        var notebook = Runner.Run(folder, $"#!{language}\n\n1\n\n#!{language}\n\n{code}\n\n#!{language}\n\n2", timeout: 60);
        Assert.Equal(1, notebook.Result.Code);
        Assert.Contains("cell 2 timed out", notebook.Result.Error, StringComparison.Ordinal);
        Assert.Contains("60 seconds", notebook.Result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", notebook.Result.Error, StringComparison.Ordinal);
        Assert.Equal("before\n", notebook.Console(1));
        Assert.Equal("error", (string)notebook.Outputs(1)[1]["output_type"]!);
    }

    [Fact]
    public void The_run_stops_when_its_starter_is_gone()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("notebook.dib", "#!csharp\n\n1\n\n#!csharp\n\nSystem.IO.File.WriteAllText(\"running\", \"\");\nwhile (true) { }");
        using var process = Runner.Start(new NotebookRequest { Paths = [path], Output = folder.File("out") });
        Assert.True(SpinWait.SpinUntil(() => File.Exists(folder.File("running")), TimeSpan.FromMinutes(2)));
        process.StandardInput.Close();
        var notebook = ExecutedNotebook.Read(Runner.Finish(process), folder.File("out/notebook"));
        Assert.Equal(1, notebook.Result.Code);
        Assert.EndsWith("notebook.dib: cell 2 was stopped.\n  System.IO.File.WriteAllText(\"running\", \"\");\n", notebook.Result.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Single(notebook.Result.Error.Split("error:")[1..]);
        Assert.Single(notebook.Outputs(0));
    }
}
