using System.Text.Json.Nodes;
using GhostNet.Browser;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Pages;
using Microsoft.Playwright;

namespace GhostNet.Notebooks.Tests;

/// <summary>A page of a stranger's notebook in a real browser: nothing that came with the file acts, what its cells show in this run does.</summary>
public sealed class ForeignPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>Each would call <c>bad</c>, leave the page or ask the network if it acted.</summary>
    private static readonly string[] s_attacks =
    [
        "<script>bad('script')</script>",
        "<SCRIPT/x>bad('script')</SCRIPT >",
        "<script nonce=\"\">bad('nonce')</script>",
        "<script src=\"https://example.org/x.js\"></script>",
        "<img src=x onerror=\"bad('onerror')\">",
        "<img src=\"x\" alt='\"><script>bad(1)</script>'>",
        "<svg onload=\"bad('svg')\"><script>bad('svg script')</script></svg>",
        "<iframe srcdoc=\"<script>parent.bad('iframe')</script>\"></iframe>",
        "<iframe src=\"javascript:parent.bad('frame')\"></iframe>",
        "<object data=\"data:text/html,<script>bad(1)</script>\"></object>",
        "<embed src=\"https://example.org/\">",
        "<meta http-equiv=\"refresh\" content=\"0;url=https://example.org/\">",
        "<base href=\"https://example.org/\">",
        "<link rel=stylesheet href=\"https://example.org/x.css\">",
        "<style>@import 'https://example.org/x.css'; * { display: none }</style>",
        "<form action=\"https://example.org/\"><input autofocus onfocus=\"bad('focus')\"><button>b</button></form>",
        "<details open ontoggle=\"bad('toggle')\"><summary>s</summary></details>",
        "<div onmouseover=\"bad('over')\" style=\"position:fixed;inset:0;background:url(https://example.org/x.png)\">d</div>",
        "<video src=\"https://example.org/v\" onerror=\"bad('video')\"></video>",
        "<math><mtext><table><mglyph><style><!--</style><img src onerror=bad('math')>",
        "<noscript><p title=\"</noscript><img src=x onerror=bad('noscript')>\">",
        "</section></main></div></body><script>bad('end')</script>",
        "<a href=\"javascript:bad('a')\" class=\"go\">go</a>",
        "<a href=\"java\tscript:bad('a')\" class=\"go\">go</a>",
        "<a href=\"&#106;avascript:bad('a')\">go</a>",
        "<a href=\"data:text/html,<script>bad(1)</script>\">go</a>",
        "[go](javascript:bad('link'))",
        "[go](<java\u0001script:bad('link')>)",
        "[go](JaVaScRiPt:bad('link'))",
        "[go](&#x6A;avascript:bad('link'))",
        "[go](vbscript:x)",
        "[go](file:///etc/passwd)",
        "[go](//example.org/x)",
        "[go](data:text/html;base64,PHNjcmlwdD5iYWQoMSk8L3NjcmlwdD4=)",
        "[go][ref]\n\n[ref]: javascript:bad('ref')",
        "<javascript:bad('auto')>",
        "![p](javascript:bad('p'))",
        "![p](https://example.org/p.png)",
        "![\"onerror=\"bad('alt')](x.png)",
        "![p](data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='bad(1)'><script>bad(1)</script></svg>)",
        "![p](attachment:a.png)",
        "# <img src=x onerror=bad('heading')> hide",
        "``` \"><img/src=x/onerror=bad('fence')>\ncode\n```",
        "[^\"><img src=x onerror=bad(1)>]\n\n[^\"><img src=x onerror=bad(1)>]: x",
        "| <img src=x onerror=bad('cell')> |\n|-|\n| a |",
        "$<img src=x onerror=bad('math')>$",
    ];

    [Fact]
    public async Task Nothing_of_the_file_acts()
    {
        using var folder = new TemporaryFolder();
        var notebook = Foreign(folder);
        HtmlPage.Save(notebook, folder.File("page.html"), _ => { });
        await using var opened = await chromium.OpenAsync(folder.File("page.html"), prepare: Watch);
        await opened.UnfoldAsync();
        await opened.Page.Mouse.MoveAsync(300, 300);
        foreach (var link in await opened.Page.Locator("main a").AllAsync())
        {
            Assert.Matches("^(?:https?://|mailto:|#|[^:]*$)", await link.GetAttributeAsync("href"));
        }

        Assert.Empty(await opened.Page.EvaluateAsync<string[]>("() => window.heard"));
        Assert.Single(opened.Requests);
        Assert.Equal(0, await opened.Page.Locator("main :is(script, iframe, object, embed, form, svg, meta, base, link, style, video)").CountAsync());
        Assert.Empty(await opened.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('main *')].flatMap(element => [...element.attributes])
              .filter(attribute => attribute.name.startsWith('on') || attribute.name === 'style').map(attribute => attribute.name)
            """));
        Assert.Empty(await opened.TwiceAsync());

        // The last cell is inside the page still, and not within a tag that one before it left open.
        Assert.Equal("MAIN", await opened.Page.Locator("section.prose").Last.EvaluateAsync<string>("section => section.parentElement.tagName"));
    }

    [Fact]
    public async Task The_policy_alone_stops_a_script_that_slipped_through()
    {
        using var folder = new TemporaryFolder();
        HtmlPage.Save(Foreign(folder), folder.File("page.html"), _ => { });
        var page = File.ReadAllText(folder.File("page.html"));
        File.WriteAllText(folder.File("page.html"), page.Replace("<main>", $"<main>{string.Join('\n', s_attacks.Where(attack => attack.StartsWith('<')))}", StringComparison.Ordinal)
            .Replace("<meta http-equiv=\"refresh\"", "<meta", StringComparison.Ordinal));
        var arrived = new List<string>();
        await using var opened = await chromium.OpenAsync(folder.File("page.html"), prepare: page =>
        {
            page.Response += (_, response) => arrived.Add(response.Url);
            return Watch(page);
        });
        Assert.Empty(await opened.Page.EvaluateAsync<string[]>("() => window.heard"));
        Assert.DoesNotContain(arrived, address => !address.EndsWith("page.html", StringComparison.Ordinal));
        Assert.Contains(opened.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cells_show_in_this_run_acts()
    {
        using var folder = new TemporaryFolder();
        var executed = Runner.Run(folder, """
            #!markdown

            <script>document.title = 'bad'</script> text

            #!csharp

            using Microsoft.DotNet.Interactive;
            KernelInvocationContext.Current.DisplayAs(
                "<p id='a'>still</p><script>document.getElementById('a').textContent = 'moved';</script>"
                + "<SCRIPT type='text/javascript'>const s = document.createElement('script'); s.src = 'https://cdn.plot.ly/x.js'; document.head.appendChild(s);</SCRIPT>"
                + "<script src='https://cdn.plot.ly/y.js'></script>", "text/html");
            """);
        Assert.Equal(0, executed.Result.Code);
        await using var opened = await chromium.OpenAsync(folder.File("out/notebook.html"), prepare: async page =>
        {
            await page.RouteAsync("https://cdn.plot.ly/**", route => route.FulfillAsync(new RouteFulfillOptions
            {
                ContentType = "text/javascript",
                Body = $"window.loaded = (window.loaded || '') + '{new Uri(route.Request.Url).AbsolutePath}';",
            }));
        });
        await Assertions.Expect(opened.Page.Locator("#a")).ToHaveTextAsync("moved");
        await opened.Page.WaitForFunctionAsync("() => (window.loaded || '').includes('x.js') && window.loaded.includes('y.js')");
        Assert.Equal("notebook", await opened.Page.TitleAsync());
        Assert.Empty(opened.Complaints);
    }

    [Fact]
    public async Task The_stepper_of_the_walkthrough_moves_in_a_page()
    {
        using var folder = new TemporaryFolder();
        var notebook = Notebook.Load(Path.Combine(Chromium.Repository, "notebooks", "csharp", "01-convolution.ipynb"));
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            cell.SetOutputs(1, [.. cell.Outputs.Select(output => output.DeepClone().AsObject())]);
        }

        HtmlPage.Save(notebook, folder.File("page.html"), _ => { });
        await using var opened = await chromium.OpenAsync(folder.File("page.html"));
        var steps = opened.Page.Locator(".ghostnet-steps").First;
        var before = await steps.Locator(".panels").InnerHTMLAsync();
        await steps.Locator("input[type=range]").FocusAsync();
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        Assert.NotEqual(before, await steps.Locator(".panels").InnerHTMLAsync());
        Assert.Empty(opened.Complaints);
        Assert.Single(opened.Requests);
    }

    [Theory]
    [InlineData("a <b>b</b> <br/> <sub>c</sub>", "<p>a <b>b</b> <br> <sub>c</sub></p>\n")]
    [InlineData("<details open><summary>An *answer*</summary>\n\ntext\n\n</details>", "<details><summary>An *answer*</summary>\n<p>text</p>\n</details>\n")]
    [InlineData("a <!-- c --> b", "<p>a  b</p>\n")]
    [InlineData("a <b>b", "<p>a <b>b</p>\n</b>")]
    [InlineData("a </b></details> b", "<p>a  b</p>\n")]
    [InlineData("<a href=\"https://example.org/?a=1&amp;b\" onclick=\"x\">w</a>", "<p><a href=\"https://example.org/?a=1&amp;b\">w</a></p>\n")]
    [InlineData("<blink>b</blink> a < b", "<p>&lt;blink&gt;b&lt;/blink&gt; a &lt; b</p>\n")]
    [InlineData("[a](b.dib) [c](../d.ipynb#e) [f](g.txt) [h](#i) <j@k.de> https://l.de ftp://m.de", "<p><a href=\"b.html\">a</a> <a href=\"../d.html#e\">c</a> <a href=\"g.txt\">f</a> <a href=\"#i\">h</a> <a href=\"mailto:j@k.de\">j@k.de</a> <a href=\"https://l.de\">https://l.de</a> ftp://m.de</p>\n")]
    public void Markdown_keeps_what_is_harmless(string markdown, string html)
    {
        using var text = new MarkdownText(".", _ => { }, TimeSpan.FromMinutes(5));
        Assert.Equal(html, text.ToHtml(markdown));
    }

    private static Notebook Foreign(TemporaryFolder folder)
    {
        var cells = s_attacks.Select(attack => Notebook.CreateCell("markdown", $"before\n\n{attack}\n\nafter", CellLanguage.Markdown)).ToList();
        foreach (var cell in cells)
        {
            cell["attachments"] = new JsonObject
            {
                ["a.png"] = new JsonObject { ["image/png\" onerror=\"bad('type')"] = "\" onerror=\"bad('data')" },
            };
        }

        var code = Notebook.CreateCell("code", "1 // </pre><script>bad('code')</script>", CellLanguage.CSharp);
        code["execution_count"] = 1;
        code["outputs"] = new JsonArray(
            new JsonObject
            {
                ["output_type"] = "display_data",
                ["data"] = new JsonObject { ["text/html"] = "<script>bad('stored output')</script><img src=x onerror=bad(1)>" },
            },
            new JsonObject
            {
                ["output_type"] = "display_data",
                ["data"] = new JsonObject { ["image/svg+xml"] = "<svg onload=\"bad('svg')\"/>", ["text/plain"] = "x" },
            });
        cells.Add(code);
        cells.Add(Notebook.CreateCell("markdown", "last", CellLanguage.Markdown));
        var json = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells]),
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp" } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 4,
        };
        return Notebook.Load(folder.Write("</title><script>bad('title')<script>.ipynb".Replace('/', '\u2215'), json.ToJsonString()));
    }

    private static Task Watch(IPage page) => page.AddInitScriptAsync("window.heard = []; window.bad = text => window.heard.push(String(text));");
}
