using System.Text.RegularExpressions;
using GhostNet.Browser;
using Microsoft.Playwright;

namespace GhostNet.Cli.Tests;

/// <summary>Notebooks that <c>ghostnet notebooks serve</c> runs.</summary>
public sealed class ServeRunTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task A_changed_notebook_is_run_and_its_page_loads_itself_again()
    {
        var folder = ServedFolder.Create();
        var notebook = folder.File("in/csharp/02.dib");
        File.WriteAllText(notebook, "#!markdown\n\n# Second\n\n#!csharp\n\n\"before\"\n");
        using var server = new Served(folder);
        await using var opened = await server.OpenAsync(chromium, "csharp/02.html");
        await using var other = await server.OpenAsync(chromium, "");
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
        var folder = ServedFolder.Create();
        File.WriteAllText(folder.File("in/csharp/02.dib"), "#!csharp\n\nSystem.Threading.Thread.Sleep(-1)\n");
        using var server = new Served(folder);
        await using var opened = await server.OpenAsync(chromium, "");
        await opened.Page.ClickAsync("[id='csharp/02'] .run button");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/02'] .status")).ToHaveTextAsync("cell 1 of 1");
        await opened.Page.ClickAsync("[id='csharp/02'] .stop button");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/02'] .status")).ToHaveTextAsync(new Regex("^stopped at "));
        await opened.Page.ClickAsync("[id='csharp/01'] .run button");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/01'] .status")).ToHaveTextAsync(new Regex("^ran at "));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_files_that_differ_in_the_extension_one_is_an_error_and_neither_is_run(bool ranBefore)
    {
        var folder = ServedFolder.Create();
        File.WriteAllText(folder.File("in/csharp/01.dib"), "#!markdown\n\n# Twin\n\n#!csharp\n\n2 + 2\n");
        if (ranBefore)
        {
            Directory.CreateDirectory(folder.File("artifacts/notebooks/csharp"));
            File.Copy(folder.File("in/csharp/01.ipynb"), folder.File("artifacts/notebooks/csharp/01.ipynb"));
        }

        using var server = new Served(folder);
        Assert.DoesNotContain("was changed", server.Before, StringComparison.Ordinal);
        await using var opened = await server.OpenAsync(chromium, "");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/01'] .status")).ToHaveTextAsync("not run yet");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/01.ipynb'] .words p")).ToContainTextAsync("the same files as those of 01.dib");

        // The place of the outputs is free again, and the address of the page stays.
        File.Delete(folder.File("in/csharp/01.dib"));
        await Assertions.Expect(opened.Page.Locator("[id='csharp/01.ipynb'] .status")).ToHaveTextAsync(new Regex("not run yet|^saved"));
        await Assertions.Expect(opened.Page.Locator("[id='csharp/01.ipynb'] h2")).ToHaveTextAsync("Sums in C#");
        await Assertions.Expect(opened.Page.Locator(".card")).ToHaveCountAsync(1);
        Assert.DoesNotContain("runs", server.Stop().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_to_end_ends_the_server_and_the_notebook_that_runs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such signal there.");
        var folder = ServedFolder.Create();
        File.WriteAllText(folder.File("in/csharp/02.dib"), "#!csharp\n\nConsole.WriteLine(\"begun\");\nSystem.Threading.Thread.Sleep(-1);\n");
        using var server = new Served(folder);
        await using var opened = await server.OpenAsync(chromium, "");
        await opened.Page.ClickAsync("[id='csharp/02'] .run button");
        await Assertions.Expect(opened.Page.Locator("[id='csharp/02'] .status")).ToHaveTextAsync("cell 1 of 1");
        var result = server.Stop();
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("the run was stopped", File.ReadAllText(folder.File("artifacts/notebooks/csharp/02.ipynb")), StringComparison.Ordinal);
    }
}
