using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;

namespace GhostNet.Notebooks.Tests;

public class NotebookFileTests
{
    /// <summary>As Jupyter writes it: keys and formats that only it decides, an emoji, an attachment, fields of other tools.</summary>
    private const string Jupyter = """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "a1",
           "metadata": {},
           "source": [
            "# Ghosts 👻 & <friends>\n",
            "Grüße \"quoted\" \\ tab\t"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": null,
           "id": "b2",
           "metadata": {
            "dotnet_interactive": {
             "language": "fsharp"
            },
            "some_tool": {
             "kept": [1, 2.50, true, null]
            }
           },
           "outputs": [],
           "source": "let x = 1"
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": ".NET (C#)",
           "language": "C#",
           "name": ".net-csharp"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_was_not_run_is_written_as_it_was_read(int indentation)
    {
        using var folder = new TemporaryFolder();
        var text = NotebookJson.Write(NotebookJson.Parse(Jupyter)!, indentation) + "\n";
        var notebook = Notebook.Load(folder.Write("in.ipynb", text));
        notebook.Save(folder.File("out.ipynb"));
        Assert.Equal(text, File.ReadAllText(folder.File("out.ipynb")));
        Assert.Contains("👻 & <friends>", text, StringComparison.Ordinal);
        Assert.Contains("2.50", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_languages_and_title_are_read()
    {
        using var folder = new TemporaryFolder();
        var notebook = Notebook.Load(folder.Write("in.ipynb", Jupyter));
        Assert.Equal("Ghosts 👻 & <friends>", notebook.Title);
        Assert.Equal(CellLanguage.CSharp, notebook.Language);
        Assert.Equal(CellLanguage.FSharp, notebook.Cells[1].Language);
        Assert.Equal("let x = 1", notebook.Cells[1].Source);
    }

    [Fact]
    public void Outputs_change_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var notebook = Notebook.Load(folder.Write("in.ipynb", Jupyter));
        notebook.Cells[1].SetOutputs(1, [new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = NotebookJson.Lines("a\nb") }]);
        notebook.Save(folder.File("out.ipynb"));
        string[] before = NotebookJson.Write(NotebookJson.Parse(Jupyter)!, 1).Split('\n'), after = File.ReadAllLines(folder.File("out.ipynb"));
        Assert.Equal(
            ["\"execution_count\": null,", "\"outputs\": [],"],
            before.Except(after).Select(line => line.Trim()));
    }

    [Fact]
    public void An_older_notebook_gets_ids_that_stay_the_same()
    {
        using var folder = new TemporaryFolder();
        var json = NotebookJson.Parse(Jupyter)!;
        json["nbformat_minor"] = 4;
        foreach (var cell in json["cells"]!.AsArray())
        {
            cell!.AsObject().Remove("id");
        }

        var path = folder.Write("in.ipynb", json.ToJsonString());
        Notebook.Load(path).Save(folder.File("1.ipynb"));
        Notebook.Load(path).Save(folder.File("2.ipynb"));
        Assert.Equal(File.ReadAllText(folder.File("1.ipynb")), File.ReadAllText(folder.File("2.ipynb")));
        var upgraded = JsonNode.Parse(File.ReadAllText(folder.File("1.ipynb")))!;
        Assert.Equal(5, (int)upgraded["nbformat_minor"]!);
        Assert.Equal(2, upgraded["cells"]!.AsArray().Select(cell => (string)cell!["id"]!).Distinct().Count());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" ", "not valid JSON")]
    [InlineData("{ \"cells\": [", "not valid JSON")]
    [InlineData("[]", "no notebook")]
    [InlineData("{ \"nbformat\": 3 }", "nbformat 4")]
    [InlineData("{ \"nbformat\": 4, \"metadata\": 7 }", "form of a notebook")]
    [InlineData("{ \"nbformat\": 4, \"metadata\": {}, \"cells\": [] }", "kernelspec")]
    [InlineData("{ \"nbformat\": 4, \"metadata\": { \"kernelspec\": { \"name\": \"python3\" } }, \"cells\": [] }", "python3")]
    [InlineData("{ \"nbformat\": 4, \"metadata\": { \"kernelspec\": { \"name\": \".net-csharp\" } } }", "list of cells")]
    [InlineData("{ \"nbformat\": 4, \"metadata\": { \"kernelspec\": { \"name\": \".net-csharp\" } }, \"cells\": [ { \"cell_type\": \"code\" } ] }", "cell 1")]
    [InlineData("{ \"nbformat\": 4, \"metadata\": { \"kernelspec\": { \"name\": \".net-csharp\" } }, \"cells\": [ { \"cell_type\": \"code\", \"source\": \"\", \"metadata\": { \"polyglot_notebook\": { \"kernelName\": \"pwsh\" } } } ] }", "pwsh")]
    public void What_is_not_a_notebook_is_refused_by_name(string text, string reason)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("broken.ipynb", text);
        var exception = Assert.Throws<NotebookException>(() => Notebook.Load(path));
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dib_document_becomes_a_notebook()
    {
        using var folder = new TemporaryFolder();
        var notebook = Notebook.Load(folder.Write("in.dib", """
            #!meta

            {"kernelInfo":{"defaultKernelName":"fsharp","items":[{"name":"csharp"},{"name":"fsharp"}]}}

            #!markdown

            # Title

            #!fsharp

            let x = 1

            #!csharp

            #!time
            var y = 2;
            y

            """));
        Assert.Equal(CellLanguage.FSharp, notebook.Language);
        Assert.Equal("Title", notebook.Title);
        Assert.Equal(["# Title", "let x = 1", "#!time\nvar y = 2;\ny"], notebook.Cells.Select(cell => cell.Source));
        Assert.Equal([CellLanguage.FSharp, CellLanguage.CSharp], notebook.Cells.Skip(1).Select(cell => cell.Language));
    }

    [Fact]
    public void A_folder_gives_its_notebooks_in_order_and_by_language()
    {
        using var folder = new TemporaryFolder();
        folder.Write("b/02.dib", "#!fsharp\n\n1");
        folder.Write("a/01.dib", "#!csharp\n\n1");
        folder.Write("a/.ipynb_checkpoints/01.dib", "#!csharp\n\n1");
        folder.Write("c/03.dib", "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"fsharp\"}}\n\n#!fsharp\n\n1");
        Assert.Equal(["01.dib", "02.dib", "03.dib"], Names(NotebookFiles.Find([folder.Path], null)));
        Assert.Equal(["03.dib"], Names(NotebookFiles.Find([folder.Path], CellLanguage.FSharp)));
        Assert.Equal(["02.dib", "03.dib"], Names(NotebookFiles.Find([folder.Path], null, folder.File("a"))));
        Assert.Equal(["01.dib"], Names(NotebookFiles.Find([folder.File("a")], null, folder.File("a"))));
        Assert.Throws<NotebookException>(() => NotebookFiles.Find([folder.File("nowhere")], null));

        static IEnumerable<string> Names(IEnumerable<string> files) => files.Select(file => Path.GetFileName(file));
    }
}
