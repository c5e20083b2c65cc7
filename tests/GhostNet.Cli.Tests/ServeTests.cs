using System.Globalization;
using System.Text.RegularExpressions;
using GhostNet.Browser;
using Microsoft.Playwright;

namespace GhostNet.Cli.Tests;

/// <summary><c>ghostnet notebooks serve</c>, by a real browser: what its pages show.</summary>
public sealed class ServeTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task The_first_page_shows_each_notebook_in_the_language_that_the_reader_chose()
    {
        using var server = new Served(ServedFolder.Create());
        await using var opened = await server.OpenAsync(chromium, "");
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
        await using var opened = await server.OpenAsync(chromium, "", dark, width);
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
        using var server = new Served(ServedFolder.Create());
        await using var opened = await server.OpenAsync(chromium, "");
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
        using var server = new Served(ServedFolder.Create());
        await using var opened = await server.OpenAsync(chromium, "csharp/01.html");
        await Assertions.Expect(opened.Page.Locator(".output .dot")).ToHaveTextAsync("dot");
        await Assertions.Expect(opened.Page).ToHaveTitleAsync("Sums in C#");
        Assert.Equal(0, await opened.Page.Locator("main :is(script, meta)").CountAsync());
        Assert.Equal(0, await opened.Page.Locator("form").CountAsync());
        await opened.Page.ClickAsync(".languages a:text-is('F#')");
        await Assertions.Expect(opened.Page).ToHaveTitleAsync("Sums in F#");
        Assert.Empty(opened.Complaints);
    }

    [Fact]
    public async Task A_name_with_signs_that_mean_something_in_an_address_is_served()
    {
        var folder = ServedFolder.Create();
        File.Move(folder.File("in/csharp/01.ipynb"), folder.File("in/csharp/50% #1.ipynb"));
        using var server = new Served(folder);
        await using var opened = await server.OpenAsync(chromium, "");
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
        var folder = ServedFolder.Create();
        using var server = new Served(folder);
        await using var opened = await server.OpenAsync(chromium, "");
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
}
