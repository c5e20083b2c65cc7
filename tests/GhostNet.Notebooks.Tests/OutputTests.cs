using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Execution;
using GhostNet.Notebooks.Pages;

namespace GhostNet.Notebooks.Tests;

public class OutputTests
{
    /// <summary>The smallest PNG: one pixel.</summary>
    private const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Fact]
    public void Console_text_is_joined_by_stream_and_cut_when_it_is_too_long()
    {
        var recorder = new OutputRecorder(1);
        recorder.Write("stdout", "a");
        recorder.Write("stdout", "b\n");
        recorder.Write("stderr", "c");
        for (var i = 0; i < 50; i++)
        {
            recorder.Write("stdout", new string('x', 1_000_000));
        }

        var outputs = recorder.ToJson();
        Assert.Equal(["ab\n", "c"], outputs.Take(2).Select(output => NotebookJson.Text(output["text"])));
        Assert.Equal(4, outputs.Count);
        Assert.Contains("50,000,004", NotebookJson.Text(outputs[3]["text"]), StringComparison.Ordinal);
        Assert.True(outputs.Sum(output => NotebookJson.Text(output["text"])!.Length) < OutputRecorder.MostConsoleText + 1000);
    }

    [Fact]
    public void A_display_is_updated_in_its_place()
    {
        var recorder = new OutputRecorder(1);
        recorder.Show("a", MimeBundle.Of("text/html", "<p>1</p>"));
        recorder.Write("stdout", "between");
        recorder.Show("a", MimeBundle.Of("text/html", "<p>2</p>"));
        var outputs = recorder.ToJson();
        Assert.Equal(["display_data", "stream"], outputs.Select(output => (string)output["output_type"]!));
        Assert.Equal("<p>2</p>", NotebookJson.Text(outputs[0]["data"]!["text/html"]));
    }

    [Fact]
    public void A_huge_value_is_left_out_and_said_to_be()
    {
        var recorder = new OutputRecorder(1);
        recorder.Show("a", MimeBundle.Of("text/html", new string('x', 50_000_000)));
        var data = Assert.Single(recorder.ToJson())["data"]!.AsObject();
        Assert.Equal(["text/plain"], data.Select(form => form.Key));
        Assert.Contains("50,000,000", NotebookJson.Text(data["text/plain"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_holds_its_pictures_and_asks_for_no_other_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("dot.png"), Convert.FromBase64String(Pixel));
        var told = new List<string>();
        var page = Page(folder, told, """
            #!markdown

            # Same <b>name</b>

            ![a dot](dot.png) ![gone](gone.png) <img src="dot.png" alt="again"> ![far](https://example.org/x.png) [next](02-next.ipynb#part)

            #!markdown

            # Same <b>name</b>

            #!csharp

            var a = "<script>"; // 1 < 2
            """);
        Assert.Equal(2, Count(page, $"src=\"data:image/png;base64,{Pixel}\""));
        Assert.Contains("alt=\"a dot\"", page, StringComparison.Ordinal);
        Assert.Equal(2, told.Count);
        Assert.DoesNotContain("<img src=\"gone", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
        Assert.Contains("href=\"02-next.html#part\"", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"<script>\"", page, StringComparison.Ordinal);
        Assert.Equal(1, Count(page, "id=\"same-name\""));
        Assert.Equal(1, Count(page, "id=\"same-name-2\""));
        Assert.Contains("href=\"#same-name-2\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp", "int epochs = 10; var name = \"a\"; var rate = 0.1; var on = false;", "// Parameters\nepochs = 3;\nname = \"b \\\"c\\\"\";\nrate = 0.5;\non = true;")]
    [InlineData("fsharp", "let epochs, name, rate, on = 10, \"a\", 0.1, false", "// Parameters\nlet epochs = 3\nlet name = \"b \\\"c\\\"\"\nlet rate = 0.5\nlet on = true")]
    public void Parameters_come_in_a_cell_of_their_own(string language, string defaults, string injected)
    {
        using var folder = new TemporaryFolder();
        var notebook = Load(folder, $"#!{language}\n\n{defaults}\n\n#!{language}\n\n1", "parameters");
        Assert.True(ParameterCell.Inject(notebook, new Dictionary<string, string>
        {
            ["epochs"] = "3",
            ["name"] = "b \"c\"",
            ["rate"] = "0.5",
            ["on"] = "True",
        }));
        Assert.Equal([defaults, injected, "1"], notebook.Cells.Select(cell => cell.Source));
        Assert.Equal(["injected-parameters"], notebook.Cells[1].Tags);
        Assert.Equal(notebook.Cells[0].Language, notebook.Cells[1].Language);
    }

    [Fact]
    public void A_parameter_that_the_notebook_does_not_have_is_refused()
    {
        using var folder = new TemporaryFolder();
        var values = new Dictionary<string, string> { ["epocs"] = "3" };
        var exception = Assert.Throws<NotebookException>(() => ParameterCell.Inject(Load(folder, "#!csharp\n\nint epochs = 10;", "parameters"), values));
        Assert.Contains("epocs", exception.Message, StringComparison.Ordinal);
        Assert.False(ParameterCell.Inject(Load(folder, "#!csharp\n\nint epochs = 10;", "other"), values));
    }

    private static Notebook Load(TemporaryFolder folder, string dib, string tag)
    {
        Notebook.Load(folder.Write("in.dib", dib)).Save(folder.File("in.ipynb"));
        var json = JsonNode.Parse(File.ReadAllText(folder.File("in.ipynb")))!;
        json["cells"]![0]!["metadata"]!["tags"] = new JsonArray(tag);
        return Notebook.Load(folder.Write("tagged.ipynb", json.ToJsonString()));
    }

    private static string Page(TemporaryFolder folder, List<string> told, string dib)
    {
        HtmlPage.Save(Notebook.Load(folder.Write("in.dib", dib)), folder.File("in.html"), told.Add);
        return File.ReadAllText(folder.File("in.html"));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
