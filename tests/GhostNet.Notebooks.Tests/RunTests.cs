using System.Text.Json.Nodes;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Notebooks.Tests;

/// <summary>What cells show, in both languages.</summary>
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
