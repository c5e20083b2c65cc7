using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Notebooks.Tests;

public class RunTests
{
    [Fact]
    public void CSharp_keeps_its_state_and_shows_values()
    {
        using var folder = new TemporaryFolder();
        var notebook = Runner.Run(folder, """
            #!csharp

            record Point(int X, int Y);
            var point = new Point(3, 4);
            Console.WriteLine("written");
            Console.Error.WriteLine("wrong");

            #!csharp

            var shown = display("first");
            point.Display();

            #!csharp

            shown.Update("second");
            await Task.Delay(1);
            point.X * point.Y

            #!csharp

            HTML("<b>bold</b>")
            """);
        Assert.True(notebook.Result.Code == 0, notebook.Result.ToString());
        Assert.Equal([1, 2, 3, 4], notebook.Cells.Select(cell => (int)cell["execution_count"]!));
        Assert.Equal(["stdout", "stderr"], notebook.Outputs(0).Select(output => (string)output["name"]!));
        Assert.Equal("written\nwrong\n", notebook.Console(0));
        Assert.Equal("first", ExecutedNotebook.Text(notebook.Outputs(1)[0], "text/plain"));
        Assert.Contains("Point", ExecutedNotebook.Text(notebook.Outputs(1)[1], "text/html"), StringComparison.Ordinal);

        // The host names the update anew: it is shown where it was asked for.
        Assert.Equal("second", ExecutedNotebook.Text(notebook.Outputs(2)[0], "text/plain"));
        var result = notebook.Outputs(2)[1];
        Assert.Equal(("execute_result", 3), ((string)result["output_type"]!, (int)result["execution_count"]!));
        Assert.Equal("12", ExecutedNotebook.Text(result, "text/plain"));
        Assert.Equal("<b>bold</b>", ExecutedNotebook.Text(Assert.Single(notebook.Outputs(3)), "text/html"));
        Assert.Contains("<b>bold</b>", notebook.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void FSharp_keeps_its_state_and_shows_values()
    {
        using var folder = new TemporaryFolder();
        var notebook = Runner.Run(folder, """
            #!fsharp

            type Point = { X: int; Y: int }
            let point = { X = 3; Y = 4 }
            printfn "written"

            #!fsharp

            let shown = display "first"
            point.Display() |> ignore

            #!fsharp

            shown.Update "second"
            point.X * point.Y

            #!fsharp

            HTML "<b>bold</b>"
            """);
        Assert.True(notebook.Result.Code == 0, notebook.Result.ToString());
        Assert.Equal("written\n", notebook.Console(0));
        Assert.Single(notebook.Outputs(0));
        Assert.Equal("first", ExecutedNotebook.Text(notebook.Outputs(1)[0], "text/plain"));
        Assert.Equal(2, notebook.Outputs(1).Count);
        Assert.Equal(["second", "12"], notebook.Outputs(2).Select(output => ExecutedNotebook.Text(output, "text/plain")));
        Assert.Equal("<b>bold</b>", ExecutedNotebook.Text(Assert.Single(notebook.Outputs(3)), "text/html"));
    }

    [Fact]
    public void Libraries_reach_the_display_of_the_cell_by_name()
    {
        using var folder = new TemporaryFolder();
        var notebook = Runner.Run(folder, """
            #!csharp

            var host = AppDomain.CurrentDomain.GetAssemblies().Single(assembly => assembly.GetName().Name == "Microsoft.DotNet.Interactive");
            var context = host.GetType("Microsoft.DotNet.Interactive.KernelInvocationContext").GetProperty("Current").GetValue(null);
            var display = host.GetType("Microsoft.DotNet.Interactive.KernelInvocationContextExtensions").GetMethods().First(method => method.Name == "Display");
            var place = display.Invoke(null, new object[] { context, "one", new string[0] });

            #!csharp

            place.GetType().GetMethod("Update").Invoke(place, new object[] { "two" });
            """);
        Assert.True(notebook.Result.Code == 0, notebook.Result.ToString());
        Assert.Equal("two", ExecutedNotebook.Text(Assert.Single(notebook.Outputs(0)), "text/plain"));
        Assert.Empty(notebook.Outputs(1));
    }

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
    public void A_cell_may_change_its_language()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("in.ipynb", """
            {
              "cells": [{ "cell_type": "code", "execution_count": null, "id": "one", "metadata": {}, "outputs": [], "source": "1 + 2\n#!fsharp\nlet x = 3\n2 * x" }],
              "metadata": { "kernelspec": { "display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp" } },
              "nbformat": 4,
              "nbformat_minor": 5
            }
            """);
        var result = Runner.Run(new NotebookRequest { Paths = [file], Output = folder.File("out") });
        Assert.True(result.Code == 0, result.ToString());
        var notebook = ExecutedNotebook.Read(result, folder.File("out/in"));
        Assert.Equal(["3", "6"], notebook.Outputs(0).Select(output => ExecutedNotebook.Text(output, "text/plain")));
    }

    [Fact]
    public void The_magics_of_the_host_work_and_warnings_are_shown()
    {
        using var folder = new TemporaryFolder();
        var notebook = Runner.Run(folder, """
            #!csharp

            var number = 3;
            int Unused() { int nothing; return 1; }

            #!fsharp

            #!share --from csharp number
            let twice = 2 * number
            let first x = match x with Some y -> y

            #!csharp

            #!share --from fsharp twice
            #!time
            twice + 1

            #!csharp

            #!whos

            #!html

            <b>bold</b>

            #!csharp

            using Microsoft.DotNet.Interactive;
            var shown = KernelInvocationContext.Current.Display((object)"before");

            #!csharp

            shown.Update("after");
            """);
        Assert.True(notebook.Result.Code == 0, notebook.Result.ToString());
        Assert.Contains("warning CS0168", notebook.Console(0), StringComparison.Ordinal);
        Assert.Contains("warning CS0168", notebook.Page, StringComparison.Ordinal);
        Assert.Contains("warning", notebook.Console(1), StringComparison.Ordinal);
        Assert.Equal(["7"], notebook.Outputs(2).Where(IsResult).Select(Plain));
        Assert.Contains(notebook.Outputs(2), output => Plain(output).StartsWith("Wall time", StringComparison.Ordinal));
        Assert.Contains("number", ExecutedNotebook.Text(Assert.Single(notebook.Outputs(3)), "text/html"), StringComparison.Ordinal);
        Assert.Equal("<b>bold</b>", ExecutedNotebook.Text(Assert.Single(notebook.Outputs(4)), "text/html"));
        Assert.Equal("after", Plain(Assert.Single(notebook.Outputs(5))));
        Assert.Empty(notebook.Outputs(6));

        static bool IsResult(JsonNode output) => (string)output["output_type"]! == "execute_result";
        static string Plain(JsonNode output) => ExecutedNotebook.Text(output, "text/plain");
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

    [Fact]
    public void A_huge_output_is_cut()
    {
        using var folder = new TemporaryFolder();
        var notebook = Runner.Run(folder, """
            #!csharp

            for (var i = 0; i < 50; i++) Console.WriteLine(new string('x', 1_000_000));

            #!csharp

            HTML(new string('y', 50_000_000))
            """);
        Assert.True(notebook.Result.Code == 0, notebook.Result.ToString());
        Assert.Contains("Output cut", notebook.Console(0), StringComparison.Ordinal);
        Assert.Contains("Output left out", ExecutedNotebook.Text(Assert.Single(notebook.Outputs(1)), "text/plain"), StringComparison.Ordinal);
        Assert.True(notebook.Page.Length < 2_000_000);
    }

    [Fact]
    public void The_cells_of_several_notebooks_run_in_processes_of_their_own_and_one_failure_does_not_stop_the_others()
    {
        using var folder = new TemporaryFolder();
        folder.Write("in/csharp/01.dib", "#!csharp\n\nEnvironment.ProcessId");
        folder.Write("in/csharp/02.dib", "#!csharp\n\nthrow new Exception(\"on purpose\");");
        folder.Write("in/fsharp/01.dib", "#!fsharp\n\nEnvironment.ProcessId");
        folder.Write("in/fsharp/broken.ipynb", "{");
        var result = Runner.Run(new NotebookRequest { Paths = [folder.File("in")], Output = folder.File("out") });
        Assert.Equal(1, result.Code);
        Assert.Contains("2 of 4", result.Output, StringComparison.Ordinal);
        Assert.Contains("02.dib", result.Error, StringComparison.Ordinal);
        Assert.Contains("broken.ipynb", result.Error, StringComparison.Ordinal);
        Assert.NotEqual(Value("csharp"), Value("fsharp"));

        string Value(string language) => ExecutedNotebook.Text(
            Assert.Single(ExecutedNotebook.Read(result, folder.File($"out/{language}/01")).Outputs(0)), "text/plain");
    }
}
