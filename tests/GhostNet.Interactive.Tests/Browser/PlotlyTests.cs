using System.Reflection;
using System.Text.RegularExpressions;
using GhostNet.Browser;
using GhostNet.Interactive.Tests.Curves;
using Microsoft.Playwright;

namespace GhostNet.Interactive.Tests.Browser;

/// <summary>Interactive charts: drawn by Plotly where it can be had, and a still picture where it cannot.</summary>
public sealed partial class PlotlyTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Drawn = ".js-plotly-plot .trace, .js-plotly-plot .heatmaplayer image";

    [Fact]
    public async Task The_picture_stays_where_there_is_no_network()
    {
        await using var opened = await chromium.OpenAsync([Histories.Of(5).View(interactive: true)], prepare: page => page.RouteAsync(Network(), route => route.AbortAsync()));
        Assert.Equal(2, opened.Requests.Count);
        Assert.StartsWith("https://cdn.plot.ly/", opened.Requests[1], StringComparison.Ordinal);
        Assert.Equal(4, await opened.Page.Locator("svg.chart:visible").CountAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(1200)]
    public async Task Plotly_draws_the_curves_in_place_of_the_picture(int width)
    {
        await using var opened = await chromium.OpenAsync([Histories.Of(5).View(interactive: true)], width: width, prepare: Serve);
        await opened.Page.Locator(Drawn).First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await Assertions.Expect(opened.Page.Locator("svg.chart:visible")).ToHaveCountAsync(0);
        Assert.Equal(4, await opened.Page.Locator(".js-plotly-plot .cartesianlayer .subplot").CountAsync());
        Assert.Equal(width < 640 ? 1 : 2, await opened.Page.EvaluateAsync<int>("() => document.querySelector('.js-plotly-plot').layout.grid.columns"));
        Assert.Empty(opened.Complaints);
        await opened.Page.ScreenshotAsync(new PageScreenshotOptions { Path = ViewsPage.Screenshot($"plotly-{width}"), FullPage = true });
    }

    [Fact]
    public async Task A_page_with_a_module_loader_gets_Plotly_from_it()
    {
        await using var opened = await chromium.OpenAsync([Histories.Of(5).View(interactive: true)], prepare: page => page.AddInitScriptAsync("""
            window.define = Object.assign(function () { }, { amd: {} });
            window.require = function (addresses, use) {
              window.asked = addresses;
              use({ newPlot: function (place, data) { place.textContent = data.length + ' lines'; return Promise.resolve(); } });
            };
            """));
        Assert.Single(opened.Requests);
        Assert.EndsWith("min", Assert.Single(await opened.Page.EvaluateAsync<string[]>("() => window.asked")), StringComparison.Ordinal);
        await Assertions.Expect(opened.Page.GetByText("7 lines")).ToBeVisibleAsync();
        Assert.Equal(0, await opened.Page.Locator("svg.chart:visible").CountAsync());
    }

    [GeneratedRegex("^https?:")]
    private static partial Regex Network();

    /// <summary>The script of the same version that Plotly.NET carries, in place of the one from the network.</summary>
    private static Task Serve(IPage page)
    {
        var assembly = Assembly.LoadFrom(typeof(PlotlyTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "PlotlyLibrary").Value!);
        using var script = new StreamReader(assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().Single(
            name => name.EndsWith(".js", StringComparison.Ordinal)))!);
        var text = script.ReadToEnd();
        return page.RouteAsync(Network(), route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/javascript", Body = text }));
    }
}
