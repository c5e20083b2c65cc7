using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Pages;

namespace GhostNet.Notebooks.Tests;

/// <summary>Notebooks by a stranger: each is read or refused by name, in time and in bounded memory.</summary>
public sealed class HostileFileTests
{
    private const string Kernel = "\"metadata\": { \"kernelspec\": { \"name\": \".net-csharp\" } }, \"nbformat\": 4, \"nbformat_minor\": 4";

    /// <summary>Seeds of the mutations: a notebook of every part, and a document in two languages.</summary>
    private static readonly string[] s_seeds =
    [
        $$$$"""
        {"cells": [
         {"cell_type": "markdown", "metadata": {}, "id": "a", "source": ["# Title 👻\n", "![p](attachment:x.png) [l](b.ipynb#c) <b>x</b> $a$\n"],
          "attachments": {"x.png": {"image/png": "iVBORw0KGgo="}}},
         {"cell_type": "code", "execution_count": 1, "metadata": {"tags": ["parameters"], "polyglot_notebook": {"kernelName": "fsharp"}},
          "outputs": [{"output_type": "stream", "name": "stdout", "text": ["a\n"]}, {"output_type": "display_data", "data": {"text/html": "<i>1</i>"}, "metadata": {}}],
          "source": "let x = 1 (* c *)"},
         {"cell_type": "raw", "metadata": {}, "source": ""}], {{{{Kernel}}}}}
        """,
        "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"name\":\"csharp\"}]}}\n\n#!markdown\n\n# T\n\n- a\n  - b\n\n> c\n\n#!csharp\n\n// parameters\nvar a = \"b\"; /* c */\n\n#!fsharp\n\nlet b = 1\n",
    ];

    private static readonly string[] s_pieces =
    [
        "null", "[]", "{}", "\"\"", "7", "-1e999", "99999999999999999999", "true", "\"\\ud800\"", "\"\\u0000\"", "\u0000", "\uFEFF", "[[[[[[[[", "{\"a\":", "#!", "#!csharp\n",
        "#!meta\n", "#!pwsh --x\n", "\r", "\n\n", "> ", "- ", "*", "[", "](javascript:x)", "![", "<!--", "<script>", "\"cells\"", "\"source\"", "\"metadata\"", "|", "`", "$$", "\\", "&#0;",
    ];

    [Fact]
    public void Mutated_notebooks_are_read_or_refused_and_become_pages()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20261128);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 2000; i++)
        {
            var kind = i % 2;
            var path = folder.File(kind == 0 ? "m.ipynb" : "m.dib");
            var bytes = Mutate(Encoding.UTF8.GetBytes(s_seeds[kind]), random);
            File.WriteAllBytes(path, bytes);
            try
            {
                var notebook = Notebook.Load(path);
                foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
                {
                    _ = cell.Tags.Count();
                    cell.SetOutputs(null, []);
                }

                notebook.Save(folder.File("out.ipynb"));
                HtmlPage.Save(notebook, folder.File("out.html"), _ => { });
                Assert.Equal(notebook.Cells.Count, Notebook.Load(folder.File("out.ipynb")).Cells.Count);
                read++;
            }
            catch (NotebookException exception)
            {
                Assert.DoesNotContain(exception.Message, letter => char.IsControl(letter));
                Assert.InRange(exception.Message.Length, 1, 1000);
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"mutation {i}: {exception}\n{Encoding.UTF8.GetString(bytes)}");
            }
        }

        Assert.True(read > 200 && refused > 200, $"{read} read, {refused} refused");
    }

    [Theory]
    [InlineData("\"cells\": [null]", "list of cells")]
    [InlineData("\"cells\": [7]", "list of cells")]
    [InlineData("\"cells\": [{\"cell_type\": 7, \"source\": \"\"}]", "cell 1")]
    [InlineData("\"cells\": [{\"cell_type\": \"code\", \"source\": [7]}]", "cell 1")]
    [InlineData("\"cells\": [{\"cell_type\": \"code\", \"source\": \"\\ud800\"}]", "lone surrogate")]
    [InlineData("\"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"x\": [{\"\\udc00\": 1}]}]", "lone surrogate")]
    [InlineData("\"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"metadata\": {\"polyglot_notebook\": {\"kernelName\": \"\\u001b[2J\"}}}]", "\\u001B[2J")]
    [InlineData("\"cells\": [], \"cells\": []", "not valid JSON")]
    public void Parts_of_the_wrong_kind_are_refused_by_name(string cells, string reason)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<NotebookException>(() => Notebook.Load(folder.Write("a.ipynb", $"{{{cells}, {Kernel}}}")));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, letter => char.IsControl(letter));
    }

    [Fact]
    public void Deep_JSON_and_bytes_that_are_not_text_are_refused()
    {
        using var folder = new TemporaryFolder();
        var deep = folder.Write("a.ipynb", $"{{\"cells\": [], \"x\": {new string('[', 100_000)}{new string(']', 100_000)}, {Kernel}}}");
        Assert.Contains("depth", Assert.Throws<NotebookException>(() => Notebook.Load(deep)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(folder.File("b.dib"), [.. "#!csharp\n\n"u8, 0xFF, 0xC0]);
        Assert.Contains("UTF-8", Assert.Throws<NotebookException>(() => Notebook.Load(folder.File("b.dib"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_for_a_hundred_thousand_cells_are_found_in_one_pass()
    {
        using var folder = new TemporaryFolder();
        var cells = string.Join(',', Enumerable.Repeat("{\"cell_type\":\"raw\",\"source\":\"\"}", 100_000));
        var path = folder.Write("a.ipynb", $"{{\"cells\": [{cells}], {Kernel}}}");
        var notebook = Notebook.Load(path);
        notebook.Save(folder.File("b.ipynb"));
        var ids = JsonNode.Parse(File.ReadAllText(folder.File("b.ipynb")))!["cells"]!.AsArray().Select(cell => (string)cell!["id"]!);
        Assert.Equal(100_000, ids.Distinct().Count());
    }

    [Fact]
    public void Only_regular_files_up_to_a_bound_are_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices and pipes of Linux.");
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("zero.ipynb"), "/dev/zero");
        File.CreateSymbolicLink(folder.File("again.ipynb"), folder.File("zero.ipynb"));
        Assert.Equal(0, MakePipe(folder.File("pipe.ipynb"), 0x180));
        File.CreateSymbolicLink(folder.File("pipe.dib"), folder.File("pipe.ipynb"));
        using (var large = File.Create(folder.File("large.ipynb")))
        {
            // Without a byte on the disk.
            large.SetLength(20L << 30);
        }

        foreach (var name in new[] { "zero.ipynb", "again.ipynb", "pipe.ipynb", "pipe.dib" })
        {
            Assert.Contains("not a regular file", Assert.Throws<NotebookException>(() => Notebook.Load(folder.File(name))).Message, StringComparison.Ordinal);
        }

        Assert.Contains("at most", Assert.Throws<NotebookException>(() => Notebook.Load(folder.File("large.ipynb"))).Message, StringComparison.Ordinal);

        // Pictures of the text too.
        Assert.Equal(0, MakePipe(folder.File("pipe.png"), 0x180));
        File.CreateSymbolicLink(folder.File("zero.png"), "/dev/zero");
        var told = new List<string>();
        HtmlPage.Save(Notebook.Load(folder.Write("a.dib", "#!markdown\n\n![a](pipe.png) ![b](zero.png) ![c](%00.png)")), folder.File("a.html"), told.Add);
        Assert.Equal(3, told.Count(line => line.Contains("is not in the page", StringComparison.Ordinal)));
    }

    public static TheoryData<string, string> Nested => new()
    {
        { "quotes", Times("> ", 100_000) },
        { "items in one line", Times("- ", 100_000) },
        { "items in lines", string.Concat(Enumerable.Range(0, 900).Select(i => new string(' ', 2 * i) + "- a\n")) },
        { "quotes in lines", string.Concat(Enumerable.Range(0, 1200).Select(i => new string('>', i) + "a\n")) },
        { "emphasis", Times("*a ", 100_000) + Times("b* ", 100_000) },
        { "stars", new string('*', 100_000) + "a" + new string('*', 100_000) },
        { "links", Times("[", 100_000) + "a" + Times("](b)", 100_000) },
        { "pictures", Times("![", 100_000) + "a" + Times("](b)", 100_000) },
        { "tags", Times("<b>", 100_000) },
        { "half tags", Times("<img src=\"", 90_000) },
        { "comments", Times("a <!-- ", 100_000) },
        { "headings", Times("# a\n\n", 100_000) },
        { "cells of a table", Times("a|", 3000) + "\n" + Times("-|", 3000) + "\n" + Times("a\n", 3000) },
        { "length", Times("word ", 1_000_000) },
    };

    [Theory]
    [MemberData(nameof(Nested))]
    public void Markdown_that_nests_or_takes_long_is_shown_as_it_was_written(string name, string markdown)
    {
        Assert.NotEmpty(name);
        var told = new List<string>();
        using var text = new MarkdownText(".", told.Add, TimeSpan.FromSeconds(1));
        var html = text.ToHtml(markdown);
        if (told.Exists(line => line.StartsWith("a text is shown", StringComparison.Ordinal)))
        {
            Assert.StartsWith("<pre>", html, StringComparison.Ordinal);
            Assert.Contains(markdown.Split('\n')[0][..1].Replace(">", "&gt;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal), html, StringComparison.Ordinal);
        }

        // What one text does not use, the next one has.
        using var other = new MarkdownText(".", told.Add, TimeSpan.FromMinutes(5));
        Assert.Equal("<p><em>a</em></p>\n", other.ToHtml("*a*"));
    }

    [Fact]
    public void A_limit_of_time_holds_for_Markdown()
    {
        var told = new List<string>();
        using var text = new MarkdownText(".", told.Add, TimeSpan.Zero);
        Assert.Equal("<pre>*a* &lt;b&gt;</pre>", text.ToHtml("*a* <b>"));
        Assert.Contains("seconds", Assert.Single(told), StringComparison.Ordinal);
    }

    private static string Times(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            var count = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, count);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - count + 1), count));
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(s_pieces[random.Next(s_pieces.Length)]));
                    break;
                case 4:
                    ReplaceValue(bytes, random);
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(10) == 0 ? bytes.Count - at : 1);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts another value in the place of one of the JSON's strings.</summary>
    private static void ReplaceValue(List<byte> bytes, Random random)
    {
        var quotes = bytes.Select((value, index) => (value, index)).Where(item => item.value == '"').Select(item => item.index).ToList();
        if (quotes.Count < 2)
        {
            return;
        }

        var first = random.Next(quotes.Count - 1);
        bytes.RemoveRange(quotes[first], quotes[first + 1] - quotes[first] + 1);
        bytes.InsertRange(quotes[first], Encoding.UTF8.GetBytes(s_pieces[random.Next(s_pieces.Length)]));
    }

    [DllImport("libc", EntryPoint = "mkfifo", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(string path, uint mode);
}
