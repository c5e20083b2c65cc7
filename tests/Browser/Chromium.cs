using Microsoft.Playwright;

namespace GhostNet.Browser;

/// <summary>The system's Chromium. Nothing is downloaded: where there is none, its tests are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Milliseconds: a busy machine takes long to read Plotly's script.</summary>
    private const float Patience = 180_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The folder of the solution.</summary>
    internal static string Repository { get; } = Root();

    public async ValueTask InitializeAsync()
    {
        var program = (
            from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            from name in new[] { "chromium", "chromium-browser", "google-chrome", "google-chrome-stable" }
            select Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (program is not null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = ["--no-sandbox"] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A file for a screenshot; git ignores the folder.</summary>
    /// <param name="folder">A folder for screenshots of one kind.</param>
    /// <param name="name">Name of the picture, without its ending.</param>
    internal static string Screenshot(string folder, string name) => Path.Combine(Repository, "artifacts", folder, $"{name}.png");

    /// <summary>Opens a page; the caller disposes it.</summary>
    /// <param name="file">The page.</param>
    /// <param name="dark">Whether the reader prefers a dark page.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="prepare">What to do before the page is loaded.</param>
    internal Task<OpenedPage> OpenAsync(string file, bool dark = false, int width = 1000, Func<IPage, Task>? prepare = null) =>
        OpenAsync(new Uri(Path.GetFullPath(file)), dark, width, prepare);

    /// <summary>Opens a page by its address; the caller disposes it.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="dark">Whether the reader prefers a dark page.</param>
    /// <param name="width">Width of the window in pixels.</param>
    /// <param name="prepare">What to do before the page is loaded.</param>
    internal async Task<OpenedPage> OpenAsync(Uri address, bool dark = false, int width = 1000, Func<IPage, Task>? prepare = null)
    {
        Assert.SkipWhen(_browser is null, "No Chromium on this machine: install the package chromium, and the pages are tested in it.");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        context.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        var page = new OpenedPage(await context.NewPageAsync());
        if (prepare is not null)
        {
            await prepare(page.Page);
        }

        await page.Page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.Parent is { } parent && folder.GetFiles("*.sln").Length == 0)
        {
            folder = parent;
        }

        return folder.FullName;
    }
}
