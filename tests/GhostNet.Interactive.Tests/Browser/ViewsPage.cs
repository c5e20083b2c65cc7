using GhostNet.Browser;
using GhostNet.Interactive.Rendering;
using GhostNet.Interactive.Views;
using Microsoft.Playwright;

namespace GhostNet.Interactive.Tests.Browser;

/// <summary>Pages of views.</summary>
internal static class ViewsPage
{
    /// <summary>Opens a page of views; the caller disposes it.</summary>
    public static async Task<OpenedPage> OpenAsync(
        this Chromium chromium, View[] views, bool dark = false, int width = 1000, Func<IPage, Task>? prepare = null) =>
        await chromium.OpenTextAsync(Html.Page("views", views.Select(view => view.ToHtml())), dark, width, prepare);

    /// <summary>Opens a page; the caller disposes it.</summary>
    public static async Task<OpenedPage> OpenTextAsync(
        this Chromium chromium, string html, bool dark = false, int width = 1000, Func<IPage, Task>? prepare = null)
    {
        var folder = Directory.CreateTempSubdirectory("ghostnet-browser-").FullName;
        try
        {
            var file = Path.Combine(folder, "page.html");
            await File.WriteAllTextAsync(file, html);
            return await chromium.OpenAsync(file, dark, width, prepare);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A file for a screenshot of a view.</summary>
    public static string Screenshot(string name) => Chromium.Screenshot("views", name);
}
