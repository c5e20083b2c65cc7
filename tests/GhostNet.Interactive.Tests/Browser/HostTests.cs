using GhostNet.Browser;
using Microsoft.Playwright;

namespace GhostNet.Interactive.Tests.Browser;

/// <summary>Every view in every host, by the measures of its boxes: nothing overlaps, is cut off, is hard to read or looks different there.</summary>
public sealed class HostTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly int[] s_widths = [400, 1600];

    public static TheoryData<string> Hosts => [.. NotebookHost.All.Select(host => host.Name)];

    [Theory]
    [MemberData(nameof(Hosts))]
    public Task A_view_is_the_same_in_every_host_and_nothing_overlaps(string name)
    {
        var host = NotebookHost.All.Single(host => host.Name == name);
        return MeasureAsync(host, host.Page(EveryView.All));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("lab")]
    public Task A_view_is_the_same_also_under_the_style_sheet_of_the_host_itself(string name)
    {
        var host = NotebookHost.All.Single(host => host.Name == name);
        var sheets = host.OwnSheets.ToList();
        Assert.SkipWhen(sheets.Count == 0, "Its style sheet is not installed: Debian has it in python3-notebook and python3-nbconvert.");
        return MeasureAsync(host, host.Page(EveryView.All, string.Concat(sheets.Select(File.ReadAllText))));
    }

    /// <summary>In each theme, chosen against what the system prefers, and in a narrow and a wide window.</summary>
    private async Task MeasureAsync(NotebookHost host, string html)
    {
        await using var opened = await chromium.OpenTextAsync(html);
        await opened.UnfoldAsync();
        var own = NotebookHost.Own.Page(EveryView.All);
        List<string> faults = [];
        foreach (var theme in host.Themes)
        {
            await opened.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme.IsDark ? ColorScheme.Light : ColorScheme.Dark });
            await opened.Page.EvaluateAsync(theme.Choose);
            foreach (var width in s_widths)
            {
                await opened.Page.SetViewportSizeAsync(width, 900);
                var found = await opened.Page.EvaluateAsync<string[]>(NotebookHost.Read("measure.js"), theme.IsDark);
                faults.AddRange(found.Select(fault => $"{theme.Name}, {width} px: {fault}"));
            }

            var different = await opened.Page.EvaluateAsync<string[]>(NotebookHost.Read("compare.js"), new { own, isDark = theme.IsDark });
            faults.AddRange(different.Select(fault => $"{theme.Name}: {fault}"));
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults in {host.Name}:\n{string.Join('\n', faults.Take(40))}");
        Assert.Empty(opened.Complaints);
    }
}
