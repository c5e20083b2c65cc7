using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using GhostNet.Browser;
using GhostNet.Programs;
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
        Assert.Contains($"  {Path.Combine("in", "csharp", "02.ipynb")}: it is not valid JSON", server.Before, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_files_that_differ_in_the_extension_one_is_an_error_and_neither_is_run(bool ranBefore)
    {
        var folder = Folder();
        File.WriteAllText(folder.File("in/csharp/01.dib"), "#!markdown\n\n# Twin\n\n#!csharp\n\n2 + 2\n");
        if (ranBefore)
        {
            Directory.CreateDirectory(folder.File("artifacts/notebooks/csharp"));
            File.Copy(folder.File("in/csharp/01.ipynb"), folder.File("artifacts/notebooks/csharp/01.ipynb"));
        }

        using var server = new Served(folder);
        Assert.DoesNotContain("was changed", server.Before, StringComparison.Ordinal);
        await using var opened = await OpenAsync(server, "");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/01'] .status")).ToHaveTextAsync("not run yet");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/01.ipynb'] .words p")).ToContainTextAsync("the same files as those of 01.dib");

        // The place of the outputs is free again, and the address of the page stays.
        File.Delete(folder.File("in/csharp/01.dib"));
        await Assertions.Expect(opened.Page.Locator("[id='csharp/01.ipynb'] .status")).ToHaveTextAsync(new Regex("not run yet|^saved"));
        await Assertions.Expect(opened.Page.Locator("[id='csharp/01.ipynb'] h2")).ToHaveTextAsync("Sums in C#");
        await Assertions.Expect(opened.Page.Locator(".card")).ToHaveCountAsync(1);
        Assert.DoesNotContain("runs", server.Stop().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", "A first paragraph without a space.")]
    [InlineData("text/html", "<b>\\u0001</b><style>b{}\\u0001</style><img alt='' src=\\\"data:image/png;base64,iVBORw0KGgo=\\\">")]
    [InlineData("image/png", "iVBO\\u0001")]
    [InlineData("image/svg+xml", "<svg xmlns='http://www.w3.org/1999/xhtml'><g/></svg>")]
    [InlineData("text/html", "<img ", 400_000)]
    [InlineData("text/html", "<svg ", 400_000)]
    [InlineData("text/html", "<style>", 250_000)]
    [InlineData("text/html", "<script ", 250_000)]
    public void A_notebook_is_shown_whatever_its_outputs_hold(string form, string output, int times = 1)
    {
        var folder = Folder();
        var text = form == "text/plain" ? new string('x', 300) : "Text.";
        File.WriteAllText(folder.File("in/csharp/02.ipynb"), $$$"""
            {"cells":[{"cell_type":"markdown","id":"a","metadata":{},"source":["{{{text}}}"]},
             {"cell_type":"code","execution_count":1,"id":"b","metadata":{},"source":["1"],"outputs":[
              {"output_type":"display_data","metadata":{},"data":{"{{{form}}}":["{{{string.Concat(Enumerable.Repeat(output, times))}}}"]}}]}],
             "metadata":{"kernelspec":{"name":".net-csharp","language":"C#","display_name":".NET (C#)"}},"nbformat":4,"nbformat_minor":5}
            """);
        using var server = new Served(folder);
        Assert.Empty(server.Before);
    }

    [Fact]
    public async Task A_name_with_signs_that_mean_something_in_an_address_is_served()
    {
        var folder = Folder();
        File.Move(folder.File("in/csharp/01.ipynb"), folder.File("in/csharp/50% #1.ipynb"));
        using var server = new Served(folder);
        await using var opened = await OpenAsync(server, "");
        await Assertions.Expect(opened.Page.Locator(".card img")).ToHaveJSPropertyAsync("naturalWidth", 480);

        // A form that is sent without the script leads to the first page.
        await opened.Page.Locator(".stop").EvaluateAsync("form => form.submit()");
        await Assertions.Expect(opened.Page.Locator("h1")).ToHaveTextAsync("Notebooks");
        await Assertions.Expect(opened.Page).ToHaveURLAsync(server.Address);
        await opened.Page.ClickAsync(".card h2 a");
        await opened.Page.ClickAsync(".still");
        await Assertions.Expect(opened.Page.Locator(".card:target h2")).ToHaveTextAsync("Sums in C#");
    }

    [Fact]
    public async Task Many_pages_can_be_open()
    {
        var folder = Folder();
        using var server = new Served(folder);
        await using var opened = await OpenAsync(server, "");
        var context = opened.Page.Context;
        await context.AddInitScriptAsync("Object.defineProperty(document, 'hidden', { get: () => self.away === true });");
        var first = await context.NewPageAsync();
        await first.GotoAsync(server.Address);
        await SetAwayAsync(first, true);
        for (var i = 0; i < 6; i++)
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync($"{server.Address}csharp/01.html");
            await SetAwayAsync(page, true);
        }

        // What happened while nobody looked is shown when somebody does.
        File.Delete(folder.File("in/csharp/01.ipynb"));
        File.WriteAllText(folder.File("in/csharp/02.dib"), "#!markdown\n\n# Second\n\n#!csharp\n\n1\n");
        await Assertions.Expect(opened.Page.Locator(".card h2")).ToHaveTextAsync(["Second"]);
        await Assertions.Expect(first.Locator(".card h2")).ToHaveTextAsync(["Sums in C#"]);
        await SetAwayAsync(first, false);
        await Assertions.Expect(first.Locator(".card h2")).ToHaveTextAsync(["Second"]);

        static Task SetAwayAsync(IPage page, bool away) =>
            page.EvaluateAsync("away => { self.away = away; document.dispatchEvent(new Event('visibilitychange')); }", away);
    }

    [Fact]
    public async Task A_page_from_an_earlier_run_of_the_server_is_loaded_again()
    {
        using var server = new Served(Folder());
        await using var opened = await OpenAsync(server, "");
        var token = opened.Page.Locator(".card .run input");
        var word = await token.InputValueAsync();
        await token.EvaluateAsync("field => field.value = 'earlier'");
        await opened.Page.ClickAsync(".card .run button");
        await Assertions.Expect(token).ToHaveValueAsync(word);
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
    public async Task A_request_to_end_ends_the_server_and_the_notebook_that_runs()
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
    [InlineData("nowhere", "out", "does not exist")]
    [InlineData("empty", "out", "no notebook in")]
    [InlineData("in", "in", "name another folder with --out")]
    [InlineData("in/csharp/01.ipynb", "in", "name another folder with --out")]
    public void A_folder_that_cannot_be_served_is_one_clear_error(string name, string output, string reason)
    {
        using var folder = Folder();
        Directory.CreateDirectory(folder.File("empty"));
        var result = Tool.Run(folder.Path, "notebooks", "serve", name, "--no-open", "--port", "0", "--out", output);
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
                Before += $"{line}\n";
                line = _process.StandardOutput.ReadLine();
            }

            line ??= _error.GetAwaiter().GetResult();
            Assert.Contains("http:", line, StringComparison.Ordinal);
            Address = line[line.IndexOf("http:", StringComparison.Ordinal)..];
        }

        public TemporaryFolder Folder { get; }

        public string Address { get; }

        /// <summary>What it wrote before its address.</summary>
        public string Before { get; } = "";

        /// <summary>Asks it to end.</summary>
        public ProgramResult Stop()
        {
            AskToEnd();
            var output = _process.StandardOutput.ReadToEnd();
            _process.WaitForExit();
            return new ProgramResult(_process.ExitCode, output, _error.GetAwaiter().GetResult());
        }

        public void Dispose()
        {
            // Of its own accord it deletes its pages.
            if (!_process.HasExited && !OperatingSystem.IsWindows())
            {
                AskToEnd();
                _process.WaitForExit(Tool.Patience);
            }

            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                _process.WaitForExit();
            }

            _process.Dispose();
            Folder.Dispose();
        }

        private void AskToEnd()
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }
    }
}
