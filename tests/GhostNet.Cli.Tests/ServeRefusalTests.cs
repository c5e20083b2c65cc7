using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using GhostNet.Browser;
using Microsoft.Playwright;

namespace GhostNet.Cli.Tests;

/// <summary>What <c>ghostnet notebooks serve</c> refuses, and what it serves all the same.</summary>
public sealed partial class ServeRefusalTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_damaged_notebook_is_named_and_the_others_are_served()
    {
        var folder = ServedFolder.Create();
        File.WriteAllText(folder.File("in/csharp/02.ipynb"), "{ \"cells\": [");
        using var server = new Served(folder);
        await using var opened = await server.OpenAsync(chromium, "");
        await Assertions.Expect(opened.Page.Locator(".card")).ToHaveCountAsync(2);
        await Assertions.Expect(opened.Page.Locator("[id='csharp/02'] .words p")).ToContainTextAsync("not valid JSON");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/02'] .status")).ToHaveTextAsync("cannot be read");
        Assert.Contains($"  {Path.Combine("in", "csharp", "02.ipynb")}: it is not valid JSON", server.Before, StringComparison.Ordinal);
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
        var folder = ServedFolder.Create();
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
    public async Task A_page_from_an_earlier_run_of_the_server_is_loaded_again()
    {
        using var server = new Served(ServedFolder.Create());
        await using var opened = await server.OpenAsync(chromium, "");
        var token = opened.Page.Locator(".card .run input");
        var word = await token.InputValueAsync();
        await token.EvaluateAsync("field => field.value = 'earlier'");
        await opened.Page.ClickAsync(".card .run button");
        await Assertions.Expect(token).ToHaveValueAsync(word);
    }

    [Fact]
    public async Task Other_names_and_other_origins_are_refused()
    {
        using var server = new Served(ServedFolder.Create());
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
    public void A_port_that_is_taken_is_one_clear_error()
    {
        using var server = new Served(ServedFolder.Create());
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
        using var folder = ServedFolder.Create();
        Directory.CreateDirectory(folder.File("empty"));
        var result = Tool.Run(folder.Path, "notebooks", "serve", name, "--no-open", "--port", "0", "--out", output);
        Assert.True(result.Code == 1, result.ToString());
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
    }

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Token();
}
