using System.Text.RegularExpressions;
using GhostNet.Browser;
using Microsoft.Playwright;

namespace GhostNet.Interactive.Tests.Browser;

/// <summary>All views on one page, in a real browser.</summary>
public sealed class PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(false, 400)]
    [InlineData(false, 1600)]
    [InlineData(true, 400)]
    [InlineData(true, 1600)]
    public async Task Asks_for_nothing_complains_of_nothing_and_fits(bool dark, int width)
    {
        await using var opened = await chromium.OpenAsync(AllViews.Views, dark, width);
        var page = opened.Page;
        await ScreenshotsAsync(page, $"{(dark ? "dark" : "light")}-{width}");
        Assert.Empty(opened.Complaints);
        Assert.Single(opened.Requests);
        Assert.Empty(await opened.TwiceAsync());
        Assert.Empty(await opened.TooWideAsync());

        // Open every fold: what was hidden must fit too.
        await opened.UnfoldAsync();
        Assert.Empty(await opened.TooWideAsync());
        Assert.Single(opened.Requests);
        Assert.Empty(opened.Complaints);
    }

    [Fact]
    public async Task Folds_open_by_mouse_and_close_by_keyboard()
    {
        await using var opened = await chromium.OpenAsync(AllViews.Views);
        var summaries = opened.Page.Locator("summary");
        var count = await summaries.CountAsync();
        Assert.True(count > 10, $"{count} folds");
        var tried = 0;
        for (var i = 0; i < count; i++)
        {
            var summary = summaries.Nth(i);
            if (!await summary.IsVisibleAsync())
            {
                continue;
            }

            var before = await IsOpenAsync(summary);
            await summary.ClickAsync();
            Assert.Equal(!before, await IsOpenAsync(summary));
            await summary.FocusAsync();
            await opened.Page.Keyboard.PressAsync("Enter");
            Assert.Equal(before, await IsOpenAsync(summary));
            await opened.Page.Keyboard.PressAsync("Space");
            Assert.Equal(!before, await IsOpenAsync(summary));
            await opened.Page.Keyboard.PressAsync("Space");
            tried++;
        }

        Assert.True(tried >= 5, $"{tried} folds were visible");
    }

    [Fact]
    public async Task Stepper_goes_by_keyboard_by_mouse_and_by_itself()
    {
        await using var opened = await chromium.OpenAsync(AllViews.Views);
        var steps = opened.Page.Locator(".ghostnet-steps");
        var slider = steps.Locator("input[type=range]");
        var sum = steps.Locator(".sum");
        Assert.Equal("0", await slider.InputValueAsync());
        var first = await steps.Locator(".panels").InnerHTMLAsync();

        // The fourth step: Sobel's kernel at the right end of the first row, with zeros above and beside it.
        await slider.FocusAsync();
        for (var i = 0; i < 3; i++)
        {
            await opened.Page.Keyboard.PressAsync("ArrowRight");
        }

        Assert.Equal("3", await slider.InputValueAsync());
        await Assertions.Expect(sum).ToHaveTextAsync(new Regex("^[-−]10$"));
        Assert.NotEqual(first, await steps.Locator(".panels").InnerHTMLAsync());

        var box = (await slider.BoundingBoxAsync())!;
        await opened.Page.Mouse.ClickAsync(box.X + box.Width - 3, box.Y + (box.Height / 2));
        Assert.Equal("15", await slider.InputValueAsync());
        await opened.Page.Keyboard.PressAsync("Home");
        await steps.Locator("button.play").ClickAsync();
        await Assertions.Expect(slider).Not.ToHaveValueAsync("0");
        Assert.Empty(opened.Complaints);
    }

    [Fact]
    public async Task Every_picture_has_a_name()
    {
        await using var opened = await chromium.OpenAsync(AllViews.Views);
        var nameless = await opened.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('img, svg, canvas, [role="img"]')]
              .filter(picture => !picture.closest('[aria-hidden="true"]') && !picture.getAttribute('alt') && !picture.getAttribute('aria-label')
                && !(picture.getAttribute('aria-labelledby') ?? '').split(' ').some(id => document.getElementById(id)?.textContent))
              .map(picture => picture.outerHTML.slice(0, 120))
            """);
        Assert.Empty(nameless);
    }

    /// <summary>The page as a whole, and each view by itself.</summary>
    private static async Task ScreenshotsAsync(IPage page, string name)
    {
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = ViewsPage.Screenshot($"all-{name}"), FullPage = true });
        var views = page.Locator("body > .ghostnet");
        for (var i = 0; i < await views.CountAsync(); i++)
        {
            var kind = (await views.Nth(i).GetAttributeAsync("class"))!.Replace("ghostnet", "", StringComparison.Ordinal).Trim(' ', '-');
            await views.Nth(i).ScreenshotAsync(new LocatorScreenshotOptions { Path = ViewsPage.Screenshot($"{i:00}-{kind}-{name}") });
        }
    }

    private static Task<bool> IsOpenAsync(ILocator summary) => summary.EvaluateAsync<bool>("summary => summary.parentElement.open");
}
