using System.Text.Json.Nodes;
using GhostNet.Browser;
using Microsoft.Playwright;

namespace GhostNet.Hosts.Tests;

/// <summary>The walkthrough in a classic Jupyter server, opened by a browser and used by its menus.</summary>
public sealed class JupyterTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Notebook = "06-training-on-a-cpu.ipynb";

    /// <summary>In one language, for it trains for minutes: cancelling in both is in <see cref="CancellationTests"/>.</summary>
    [Fact]
    public async Task Curves_grow_in_place_an_interrupt_ends_the_training_and_all_runs_again()
    {
        await using var server = await JupyterServer.StartAsync();
        var text = await File.ReadAllTextAsync(Path.Combine(Chromium.Repository, "notebooks", "csharp", Notebook));
        await using var opened = await chromium.OpenAsync(server.Add(Notebook, WithoutOutputs(JsonNode.Parse(text)!)), width: 1200);
        var page = new ClassicPage(opened.Page);
        await page.ReadyAsync();
        var training = await page.FindAsync("LiveCurves");
        var guess = await page.FindAsync("Loss of blind guessing");

        await page.ChooseAsync("celllink", "run_all_cells");
        var curves = page.Outputs(training).Locator(".ghostnet-curves");
        await curves.WaitForAsync(new LocatorWaitForOptions { Timeout = 600_000 });
        var areas = await page.Outputs(training).CountAsync();
        var before = await curves.InnerHTMLAsync();
        await Assertions.Expect(curves).ToContainTextAsync("Epoch 2", new LocatorAssertionsToContainTextOptions { Timeout = 600_000, IgnoreCase = true });
        Assert.NotEqual(before, await curves.InnerHTMLAsync());
        Assert.Equal(areas, await page.Outputs(training).CountAsync());
        await page.PictureAsync(training, "jupyter-training");

        await page.ChooseAsync("kernellink", "int_kernel");
        await Assertions.Expect(curves).ToContainTextAsync("cancelled", new LocatorAssertionsToContainTextOptions { IgnoreCase = true });
        await page.IdleAsync();
        await page.PictureAsync(training, "jupyter-interrupted");
        await page.RunAsync(guess);
        await page.IdleAsync();
        await Assertions.Expect(page.Outputs(guess).First).ToContainTextAsync("2.303");

        await page.ChooseAsync("kernellink", "restart_run_all");
        await opened.Page.Locator(".modal-footer .btn-danger").ClickAsync();
        await page.AllHaveRunAsync();
        await page.PictureAsync(training, "jupyter-finished");
        await page.PictureAsync(await page.FindAsync("result.View"), "jupyter-evaluation");
        Assert.Empty(await page.ComplaintsAsync());
        await Assertions.Expect(page.Outputs(await page.FindAsync("All weights equal")).Last).ToContainTextAsync("true", new LocatorAssertionsToContainTextOptions { IgnoreCase = true });
    }

    /// <summary>See <see cref="WrongShapeTests"/>: Jupyter says that the kernel died and starts another; the shapes are in the log of the server.</summary>
    [Fact]
    public async Task A_wrong_shape_in_matmul_ends_the_kernel_and_another_one_starts()
    {
        await using var server = await JupyterServer.StartAsync();
        var notebook = JsonNode.Parse("""
            {
              "cells": [
                { "cell_type": "code", "execution_count": null, "id": "one", "metadata": {}, "outputs": [], "source": "#r \"nuget: TorchSharp-cpu, 0.107.0\"\n#r \"nuget: GhostNet.Interactive\"" },
                { "cell_type": "code", "execution_count": null, "id": "two", "metadata": {}, "outputs": [], "source": "TorchSharp.torch.rand(2, 3).matmul(TorchSharp.torch.rand(2, 3))" }
              ],
              "metadata": { "kernelspec": { "display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp" } },
              "nbformat": 4,
              "nbformat_minor": 5
            }
            """)!;
        await using var opened = await chromium.OpenAsync(server.Add("matmul.ipynb", notebook), width: 1200);
        var page = new ClassicPage(opened.Page);
        await page.ReadyAsync();
        await page.ChooseAsync("celllink", "run_all_cells");
        await Assertions.Expect(opened.Page.Locator(".modal-body")).ToContainTextAsync("The kernel appears to have died");
        await opened.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Chromium.Screenshot("hosts", "jupyter-matmul") });
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", server.Log, StringComparison.Ordinal);
    }

    private static JsonNode WithoutOutputs(JsonNode notebook)
    {
        foreach (var cell in notebook["cells"]!.AsArray().Where(cell => (string)cell!["cell_type"]! == "code"))
        {
            cell!["outputs"] = new JsonArray();
            cell["execution_count"] = null;
        }

        return notebook;
    }
}
