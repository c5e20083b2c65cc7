using System.Text.RegularExpressions;
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
        Assert.Empty(await TwiceAsync(page));
        Assert.Empty(await TooWideAsync(page));

        // Open every fold: what was hidden must fit too.
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })");
        Assert.Empty(await TooWideAsync(page));
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
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Chromium.Artifacts, $"all-{name}.png"), FullPage = true });
        var views = page.Locator("body > .ghostnet");
        for (var i = 0; i < await views.CountAsync(); i++)
        {
            var kind = (await views.Nth(i).GetAttributeAsync("class"))!.Replace("ghostnet", "", StringComparison.Ordinal).Trim(' ', '-');
            await views.Nth(i).ScreenshotAsync(new LocatorScreenshotOptions { Path = Path.Combine(Chromium.Artifacts, $"{i:00}-{kind}-{name}.png") });
        }
    }

    private static Task<string[]> TwiceAsync(IPage page) => page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('[id]')].map(element => element.id).filter((id, i, all) => all.indexOf(id) !== i)
        """);

    /// <summary>
    /// What reaches out of the window. What a reader can scroll inside a view on purpose (a table in a scroll box) may, the view as a
    /// whole may not.
    /// </summary>
    private static Task<string[]> TooWideAsync(IPage page) => page.EvaluateAsync<string[]>("""
        () => {
          const scrolls = element => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && !element.classList.contains('ghostnet');
          const inside = element => { for (let up = element.parentElement; up; up = up.parentElement) { if (scrolls(up)) return true; } return false; };
          return [...document.body.querySelectorAll('*')]
            .filter(element => element.getBoundingClientRect().right > innerWidth + 1 && !inside(element))
            .map(element => `${element.tagName}.${element.getAttribute('class')} ${Math.round(element.getBoundingClientRect().right)}: ${element.textContent.slice(0, 60)}`);
        }
        """);

    private static Task<bool> IsOpenAsync(ILocator summary) => summary.EvaluateAsync<bool>("summary => summary.parentElement.open");
}
