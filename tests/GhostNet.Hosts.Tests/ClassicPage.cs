using GhostNet.Browser;
using Microsoft.Playwright;

namespace GhostNet.Hosts.Tests;

/// <summary>A notebook in the classic Jupyter, used by its menus.</summary>
internal sealed class ClassicPage(IPage page)
{
    /// <summary>A training in a busy machine, and more.</summary>
    private static readonly PageWaitForFunctionOptions s_patience = new() { Timeout = 900_000 };

    /// <summary>The cells of code, in order.</summary>
    private readonly ILocator _cells = page.Locator(".code_cell");

    /// <summary>Waits until the kernel is there.</summary>
    public Task ReadyAsync() => page.WaitForFunctionAsync(
        "() => window.Jupyter && Jupyter.notebook && Jupyter.notebook._fully_loaded && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()",
        null,
        s_patience);

    /// <summary>Clicks an entry of a menu.</summary>
    /// <param name="menu">Id of the menu.</param>
    /// <param name="entry">Id of the entry.</param>
    public async Task ChooseAsync(string menu, string entry)
    {
        await page.Locator($"#{menu}").ClickAsync();
        await page.Locator($"#{entry} a").ClickAsync();
    }

    /// <summary>Number of the cell that holds a text, counted from 0.</summary>
    public Task<int> FindAsync(string text) => page.EvaluateAsync<int>(
        "text => Jupyter.notebook.get_cells().filter(cell => cell.cell_type === 'code').findIndex(cell => cell.get_text().includes(text))", text);

    /// <summary>What a cell shows.</summary>
    public ILocator Outputs(int cell) => _cells.Nth(cell).Locator(".output_area");

    /// <summary>Runs one cell, as Ctrl-Enter does.</summary>
    public async Task RunAsync(int cell)
    {
        await _cells.Nth(cell).Locator(".input_prompt").ClickAsync();
        await page.Keyboard.PressAsync("Control+Enter");
    }

    /// <summary>Waits until no cell runs or waits for its turn.</summary>
    public Task IdleAsync() => page.WaitForFunctionAsync(
        "() => !Jupyter.notebook.kernel_busy && Jupyter.notebook.get_cells().every(cell => cell.input_prompt_number !== '*')", null, s_patience);

    /// <summary>Waits until all cells have run, each once, since the kernel started.</summary>
    public Task AllHaveRunAsync() => page.WaitForFunctionAsync(
        "() => !Jupyter.notebook.kernel_busy && Jupyter.notebook.get_cells().filter(cell => cell.cell_type === 'code').every((cell, i) => cell.input_prompt_number === i + 1)",
        null,
        s_patience);

    /// <summary>Errors, and what was written to the standard error.</summary>
    public async Task<IReadOnlyList<string>> ComplaintsAsync() => await page.Locator(".output_error, .output_stderr").AllInnerTextsAsync();

    /// <summary>Brings a cell to the top of the window and takes a picture of it.</summary>
    public async Task PictureAsync(int cell, string name)
    {
        await _cells.Nth(cell).EvaluateAsync("cell => cell.scrollIntoView()");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Chromium.Screenshot("hosts", name) });
    }
}
