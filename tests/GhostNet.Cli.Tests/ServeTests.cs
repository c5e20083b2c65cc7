using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using GhostNet.Browser;
using Microsoft.Playwright;

namespace GhostNet.Cli.Tests;

/// <summary><c>ghostnet notebooks serve</c>, by a real browser.</summary>
public sealed partial class ServeTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>A picture of one pixel, and a script that must not act.</summary>
    private const string Stored = """
        {"cells":[
         {"cell_type":"markdown","id":"a","metadata":{},"source":["# Sums in NAME\n","\n","A text about walruses."]},
         {"cell_type":"code","execution_count":1,"id":"b","metadata":{},"source":["1 + 1"],"outputs":[
          {"output_type":"display_data","metadata":{},"data":{"text/plain":["a dot"],"text/html":["<meta http-equiv=refresh content='0;url=about:blank'><script>document.title='acted'</script><b class=dot>dot</b><img alt='' src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\">"]}}]},
         {"cell_type":"markdown","id":"c","metadata":{},"source":["## The second part"]}],
         "metadata":{"kernelspec":{"name":".net-KERNEL","language":"NAME","display_name":".NET (NAME)"}},"nbformat":4,"nbformat_minor":5}
        """;

    [Fact]
    public async Task The_first_page_shows_each_notebook_in_the_language_that_the_reader_chose()
    {
        using var server = new Served(Folder());
        await using var opened = await OpenAsync(server, "");
        var page = opened.Page;
        await Assertions.Expect(page.Locator(".card h2")).ToHaveTextAsync(["Sums in C#"]);
        await Assertions.Expect(page.Locator(".card .words p")).ToHaveTextAsync(["A text about walruses."]);
        await Assertions.Expect(page.Locator(".card img")).ToHaveJSPropertyAsync("naturalWidth", 480);
        await page.ClickAsync(".languages a:text-is('F#')");
        await Assertions.Expect(page.Locator(".card h2")).ToHaveTextAsync(["Sums in F#"]);
        await page.GotoAsync(server.Address);
        await Assertions.Expect(page.Locator(".card h2")).ToHaveTextAsync(["Sums in F#"]);
        Assert.All(opened.Requests, address => Assert.StartsWith(server.Address, address, StringComparison.Ordinal));
        Assert.Empty(opened.Complaints);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(400, true)]
    [InlineData(1600, false)]
    [InlineData(1600, true)]
    public async Task The_walkthrough_fits_the_window(int width, bool dark)
    {
        using var server = new Served(new TemporaryFolder(), Path.Combine(Chromium.Repository, "notebooks"));
        await using var opened = await OpenAsync(server, "", dark, width);
        await Assertions.Expect(opened.Page.Locator(".card")).ToHaveCountAsync(8);
        await Assertions.Expect(opened.Page.Locator(".card img")).ToHaveCountAsync(8);
        Assert.Empty(await opened.TooWideAsync());
        var name = string.Create(CultureInfo.InvariantCulture, $"{width}-{(dark ? "dark" : "light")}");
        await opened.Page.ScreenshotAsync(new() { Path = Chromium.Screenshot("serve", $"index-{name}"), FullPage = true });
        await opened.Page.GotoAsync($"{server.Address}csharp/01-convolution.html");
        Assert.Empty(await opened.TwiceAsync());
        Assert.Empty(await opened.TooWideAsync());
        await opened.Page.ScreenshotAsync(new() { Path = Chromium.Screenshot("serve", $"page-{name}") });
        Assert.Empty(opened.Complaints);
    }

    [Fact]
    public async Task A_search_finds_a_word_and_leads_to_its_place()
    {
        using var server = new Served(Folder());
        await using var opened = await OpenAsync(server, "");
        await opened.Page.FillAsync(".search input[type=search]", "second");
        await Assertions.Expect(opened.Page.Locator(".results mark")).ToHaveTextAsync(["second"]);
        await opened.Page.ClickAsync(".results li li a");
        await Assertions.Expect(opened.Page).ToHaveURLAsync(new Regex("/csharp/01[.]html#cell-3"));
        await Assertions.Expect(opened.Page.Locator("#cell-3")).ToContainTextAsync("second");
        await opened.Page.GotoAsync($"{server.Address}?q=nowhere");
        await Assertions.Expect(opened.Page.Locator(".count")).ToHaveTextAsync("Found in 0 notebooks.");
    }

    [Fact]
    public async Task A_page_shows_what_the_file_holds_and_lets_none_of_it_act()
    {
        using var server = new Served(Folder());
        await using var opened = await OpenAsync(server, "csharp/01.html");
        await Assertions.Expect(opened.Page.Locator(".output .dot")).ToHaveTextAsync("dot");
        await Assertions.Expect(opened.Page).ToHaveTitleAsync("Sums in C#");
        Assert.Equal(0, await opened.Page.Locator("main :is(script, meta)").CountAsync());
        Assert.Equal(0, await opened.Page.Locator("form").CountAsync());
        await opened.Page.ClickAsync(".languages a:text-is('F#')");
        await Assertions.Expect(opened.Page).ToHaveTitleAsync("Sums in F#");
        Assert.Empty(opened.Complaints);
    }

    [Fact]
    public async Task A_changed_notebook_is_run_and_its_page_loads_itself_again()
    {
        var folder = Folder();
        var notebook = folder.File("in/csharp/02.dib");
        File.WriteAllText(notebook, "#!markdown\n\n# Second\n\n#!csharp\n\n\"before\"\n");
        using var server = new Served(folder);
        await using var opened = await OpenAsync(server, "csharp/02.html");
        await using var other = await OpenAsync(server, "");
        await Assertions.Expect(opened.Page.Locator(".top .status")).ToHaveTextAsync("not run yet");

        // As an editor saves: half of it first, then a new file that takes the name.
        File.WriteAllText(notebook, "#!markdown\n\n# Second\n\n#!csh");
        File.WriteAllText(folder.File("in/csharp/.02.swp"), "#!markdown\n\n# Second\n\n#!csharp\n\n\"aft\" + \"er\"\n");
        File.Move(folder.File("in/csharp/.02.swp"), notebook, overwrite: true);
        await Assertions.Expect(opened.Page.Locator(".output")).ToContainTextAsync(["after"]);
        await Assertions.Expect(opened.Page.Locator(".top .status")).ToHaveTextAsync(new Regex("^ran at "));
        await Assertions.Expect(other.Page.Locator("[id='csharp/02'] .status")).ToHaveTextAsync(new Regex("^ran at "));
        Assert.Contains("\"aft\"", File.ReadAllText(notebook), StringComparison.Ordinal);
        Assert.True(File.Exists(folder.File("artifacts/notebooks/csharp/02.ipynb")));

        File.WriteAllText(notebook, "#!csharp\n\nint.Parse(\"x\")\n");
        await Assertions.Expect(opened.Page.Locator(".top .status")).ToHaveTextAsync(new Regex("^cell 1 failed"));
        await Assertions.Expect(opened.Page.Locator(".output .error")).ToContainTextAsync("FormatException");
        Assert.Empty(opened.Complaints);
    }

    [Fact]
    public async Task A_notebook_is_run_by_its_button_and_stopped()
    {
        var folder = Folder();
        File.WriteAllText(folder.File("in/csharp/02.dib"), "#!csharp\n\nSystem.Threading.Thread.Sleep(-1)\n");
        using var server = new Served(folder);
        await using var opened = await OpenAsync(server, "");
        await opened.Page.ClickAsync("[id='csharp/02'] .run button");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/02'] .status")).ToHaveTextAsync("cell 1 of 1");
        await opened.Page.ClickAsync("[id='csharp/02'] .stop button");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/02'] .status")).ToHaveTextAsync(new Regex("^stopped at "));
        await opened.Page.ClickAsync("[id='csharp/01'] .run button");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/01'] .status")).ToHaveTextAsync(new Regex("^ran at "));
    }

    [Fact]
    public async Task A_damaged_notebook_is_named_and_the_others_are_served()
    {
        var folder = Folder();
        File.WriteAllText(folder.File("in/csharp/02.ipynb"), "{ \"cells\": [");
        using var server = new Served(folder);
        await using var opened = await OpenAsync(server, "");
        await Assertions.Expect(opened.Page.Locator(".card")).ToHaveCountAsync(2);
        await Assertions.Expect(opened.Page.Locator("[id='csharp/02'] .words p")).ToContainTextAsync("not valid JSON");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/02'] .status")).ToHaveTextAsync("cannot be read");
    }

    [Fact]
    public async Task Other_names_and_other_origins_are_refused()
    {
        using var server = new Served(Folder());
        using var client = new HttpClient();
        var page = await client.GetStringAsync(server.Address, TestContext.Current.CancellationToken);
        var token = Token().Match(page).Groups[1].Value;
        Assert.NotEmpty(token);
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Get, "", "example.org", null, null));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Post, "run/csharp/01", null, "http://example.org", token));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Post, "run/csharp/01", null, null, "guess"));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Post, "run/csharp/01", null, null, null));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Get, "run/csharp/01", null, null, token));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(HttpMethod.Get, "..%2f..%2fetc%2fpasswd", null, null, null));
        Assert.Equal(0, server.Stop().Code);
        Assert.False(Directory.Exists(server.Folder.File("artifacts")));

        async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, string? host, string? origin, string? word)
        {
            using var request = new HttpRequestMessage(method, server.Address + path);
            request.Headers.Host = host;
            request.Content = word is null ? null : new FormUrlEncodedContent([new("token", word)]);
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin);
            }

            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Ctrl_C_ends_the_server_and_the_notebook_that_runs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such signal there.");
        var folder = Folder();
        File.WriteAllText(folder.File("in/csharp/02.dib"), "#!csharp\n\nConsole.WriteLine(\"begun\");\nSystem.Threading.Thread.Sleep(-1);\n");
        using var server = new Served(folder);
        await using var opened = await OpenAsync(server, "");
        await opened.Page.ClickAsync("[id='csharp/02'] .run button");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/02'] .status")).ToHaveTextAsync("cell 1 of 1");
        var result = server.Stop();
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("the run was stopped", File.ReadAllText(folder.File("artifacts/notebooks/csharp/02.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_taken_is_one_clear_error()
    {
        using var server = new Served(Folder());
        var result = Tool.Run(server.Folder.Path, "notebooks", "serve", "in", "--no-open", "--port", new Uri(server.Address).Port.ToString(CultureInfo.InvariantCulture));
        Assert.True(result.Code == 1, result.ToString());
        Assert.Matches("^error: port [0-9]+ cannot be used[^\n]*\n$", result.Error);
    }

    [Theory]
    [InlineData("nowhere", "does not exist")]
    [InlineData("empty", "no notebook in")]
    public void A_folder_without_notebooks_is_one_clear_error(string name, string reason)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("empty"));
        var result = Tool.Run(folder.Path, "notebooks", "serve", name, "--no-open", "--port", "0");
        Assert.True(result.Code == 1, result.ToString());
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
    }

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        foreach (var (kernel, name) in new[] { ("csharp", "C#"), ("fsharp", "F#") })
        {
            Directory.CreateDirectory(folder.File($"in/{kernel}"));
            File.WriteAllText(
                folder.File($"in/{kernel}/01.ipynb"),
                Stored.Replace("KERNEL", kernel, StringComparison.Ordinal).Replace("NAME", name, StringComparison.Ordinal));
        }

        return folder;
    }

    private Task<OpenedPage> OpenAsync(Served server, string path, bool dark = false, int width = 1000) =>
        chromium.OpenAsync(new Uri(server.Address + path), dark, width);

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Token();

    /// <summary>A server that is running.</summary>
    private sealed class Served : IDisposable
    {
        private readonly Process _process;
        private readonly Task<string> _error;

        public Served(TemporaryFolder folder, string notebooks = "in")
        {
            Folder = folder;
            _process = Tool.Start(folder.Path, "notebooks", "serve", notebooks, "--no-open", "--port", "0");
            _error = _process.StandardError.ReadToEndAsync();
            var line = _process.StandardOutput.ReadLine();
            while (line?.Contains("http://127.0.0.1:", StringComparison.Ordinal) == false)
            {
                // A notebook that cannot be read is named first.
                line = _process.StandardOutput.ReadLine();
            }

            line ??= _error.GetAwaiter().GetResult();
            Assert.Contains("http:", line, StringComparison.Ordinal);
            Address = line[line.IndexOf("http:", StringComparison.Ordinal)..];
        }

        public TemporaryFolder Folder { get; }

        public string Address { get; }

        /// <summary>Presses Ctrl-C.</summary>
        public ToolResult Stop()
        {
            using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            var output = _process.StandardOutput.ReadToEnd();
            _process.WaitForExit();
            return new ToolResult(_process.ExitCode, output, _error.GetAwaiter().GetResult());
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit();
            }

            _process.Dispose();
            Folder.Dispose();
        }
    }
}
