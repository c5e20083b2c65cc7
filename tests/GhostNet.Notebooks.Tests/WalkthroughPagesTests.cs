using GhostNet.Browser;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Pages;
using Microsoft.Playwright;

namespace GhostNet.Notebooks.Tests;

/// <summary>The pages of the walkthrough, with the outputs that the repository holds, in a real browser.</summary>
public sealed class WalkthroughPagesTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string s_folder = Path.Combine(Chromium.Repository, "notebooks");

    public static TheoryData<string> All() =>
        [.. Directory.EnumerateFiles(s_folder, "*.ipynb", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(s_folder, file)).Order()];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Asks_for_nothing_complains_of_nothing_shows_every_picture_and_fits(string name)
    {
        using var folder = new TemporaryFolder();
        var told = new List<string>();
        var notebook = Notebook.Load(Path.Combine(s_folder, name));
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            // A page shows outputs of a run only: these are of the run that made the notebook.
            cell.SetOutputs(cell.ExecutionCount ?? 0, [.. cell.Outputs.Select(output => output.DeepClone().AsObject())]);
        }

        HtmlPage.Save(notebook, folder.File("page.html"), told.Add);
        Assert.Empty(told);
        foreach (var (width, dark) in new[] { (400, true), (1200, false) })
        {
            await using var opened = await chromium.OpenAsync(folder.File("page.html"), dark, width);
            if (width == 1200)
            {
                await opened.Page.ScreenshotAsync(new PageScreenshotOptions
                {
                    Path = Chromium.Screenshot("pages", Path.ChangeExtension(name, null).Replace(Path.DirectorySeparatorChar, '-')),
                    FullPage = true,
                });
            }

            Assert.Empty(await opened.TooWideAsync());
            await opened.UnfoldAsync();
            Assert.Empty(await opened.TooWideAsync());
            Assert.Empty(await opened.BrokenAsync());
            Assert.Empty(await opened.TwiceAsync());
            Assert.Empty(opened.Complaints);
            Assert.Single(opened.Requests);
        }
    }
}
