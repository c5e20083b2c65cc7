using System.Net;
using GhostNet.Tests.Data;

namespace GhostNet.Hosts.Tests;

/// <summary>The stop button of a notebook. What runs in these cells would never end by itself.</summary>
public sealed class CancellationTests(Session session) : IClassFixture<Session>
{
    private readonly StdioHost _host = session.Host;

    [Theory]
    [InlineData(
        "csharp",
        "var endless = new Trainer(new GhostNetV1(config), new TrainingOptions { Epochs = 100_000 });",
        "endless.Fit(data.Train, data.Test, new LiveCurves());",
        "Console.WriteLine($\"{endless.History.Outcome} {endless.History.Epochs.Count < 100_000}\");")]
    [InlineData(
        "fsharp",
        "let endless = new Trainer(new GhostNetV1(config), TrainingOptions(Epochs = 100_000))",
        "endless.Fit(data.Train, data.Test, LiveCurves()) |> ignore",
        "printfn $\"{endless.History.Outcome} {endless.History.Epochs.Count < 100_000}\"")]
    public async Task A_training_ends_with_curves_that_say_so(string language, string make, string train, string tell)
    {
        await _host.SucceedAsync(make, language);
        var training = _host.Start(train, language);
        await training.UntilAsync(cell => cell.Shown.Any(shown => shown.Updates > 0));
        _host.Cancel(language);
        await training.EndAsync();
        var next = await _host.SucceedAsync(tell, language);
        Assert.Equal("Cancelled True", next.Console.Trim());
        Assert.True(training.Single.IsPicture, training.ToString());
        Assert.Contains("cancelled", training.Single.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("csharp", "Evaluation.Run(network, data.Train);")]
    [InlineData("csharp", "FeatureMaps.Capture(network, torch.rand(64, 3, 32, 32), \"blocks.0\");")]
    [InlineData("csharp", "GhostPairs.Find(FeatureMaps.Capture(network, torch.rand(1, 3, 32, 32), \"blocks.0\"));")]
    [InlineData("fsharp", "Evaluation.Run(network, data.Train) |> ignore")]
    [InlineData("fsharp", "FeatureMaps.Capture(network, torch.rand(64L, 3L, 32L, 32L), \"blocks.0\") |> ignore")]
    [InlineData("fsharp", "GhostPairs.Find(FeatureMaps.Capture(network, torch.rand(1L, 3L, 32L, 32L), \"blocks.0\")) |> ignore")]
    public async Task What_is_computed_again_and_again_ends(string language, string work)
    {
        await _host.SucceedAsync(
            language == "csharp"
                ? "var network = new GhostNetV1(config); var ended = new ManualResetEventSlim();"
                : "let network = new GhostNetV1(config)\nlet ended = new ManualResetEventSlim()",
            language);
        var running = _host.Start(
            language == "csharp"
                ? $"try {{ Console.WriteLine(\"begun\"); while (true) {{ {work} }} }} finally {{ ended.Set(); }}"
                : $"try\n    printfn \"begun\"\n    while true do\n        {work}\nfinally\n    ended.Set()",
            language);
        await running.UntilAsync(cell => cell.Console.Contains("begun", StringComparison.Ordinal));
        _host.Cancel(language);
        await running.EndAsync();
        Assert.False(running.Succeeded);
        await _host.SucceedAsync(language == "csharp" ? "ended.Wait();" : "ended.Wait()", language);
    }

    [Theory]
    [InlineData("csharp")]
    [InlineData("fsharp")]
    public async Task A_download_ends(string language)
    {
        var asked = new TaskCompletionSource();
        using var server = new LocalServer(async context =>
        {
            context.Response.ContentLength64 = 1_000_000;
            asked.TrySetResult();
            try
            {
                while (true)
                {
                    await context.Response.OutputStream.WriteAsync(new byte[1]);
                    await context.Response.OutputStream.FlushAsync();
                    await Task.Delay(100);
                }
            }
            catch (HttpListenerException)
            {
                // The reader has gone, as it should.
            }
        });
        var address = new Uri(server.Address, "cifar-10-binary.tar.gz");
        var folder = Directory.CreateTempSubdirectory("ghostnet-download-");
        try
        {
            var downloading = _host.Start(
                language == "csharp"
                    ? $"Cifar10.Download(@\"{folder.FullName}\", new GhostNet.IO.DownloadOptions {{ Mirrors = [new Uri(\"{address}\")] }})"
                    : $"Cifar10.Download(@\"{folder.FullName}\", GhostNet.IO.DownloadOptions(Mirrors = [| System.Uri \"{address}\" |]))",
                language);
            await _host.UntilAsync(() => asked.Task.IsCompleted, downloading.ToString);
            _host.Cancel(language);
            await downloading.EndAsync();
            Assert.False(downloading.Succeeded);
            await _host.SucceedAsync("torch.zeros(3L)", language);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
