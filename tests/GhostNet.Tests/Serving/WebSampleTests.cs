using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using GhostNet.Arrows;
using GhostNet.Serving;

namespace GhostNet.Tests.Serving;

/// <summary>The web service of src/GhostNet.WebSample, as a process.</summary>
public sealed partial class WebSampleTests(TrainedSample sample) : IClassFixture<TrainedSample>
{
    [Fact]
    public async Task A_service_answers_many_requests_as_the_predictor_does_and_refuses_what_is_no_picture()
    {
        var stop = TestContext.Current.CancellationToken;
        using var service = Start();
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOf(service, stop) };
            Assert.Contains("What is in the picture?", await client.GetStringAsync("/", stop), StringComparison.Ordinal);
            using var predictor = Predictor.Load(sample.Folder);
            await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => sample.Pictures).Select(async picture =>
            {
                using var content = new ByteArrayContent(await File.ReadAllBytesAsync(picture, stop));
                using var response = await client.PostAsync("/predict", content, stop);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(stop));
                var expected = predictor.Predict(picture, stop);
                Assert.Equal(expected.ClassName, answer.RootElement.GetProperty("class").GetString());
                Assert.Equal(expected.Confidence, answer.RootElement.GetProperty("confidence").GetDouble(), 1e-4);
            }));
            using var text = new StringContent("not a picture");
            using var refused = await client.PostAsync("/predict", text, stop);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("does not begin like a picture", await refused.Content.ReadAsStringAsync(stop), StringComparison.Ordinal);
        }
        finally
        {
            service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync(CancellationToken.None);
        }
    }

    private Process Start()
    {
        // Tests and sample are built in the same configuration.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(Repository.Root, "src", "GhostNet.WebSample");
        string[] arguments =
        [
            Path.Combine(folder, "bin", output.Parent!.Name, output.Name, "GhostNet.WebSample.dll"), "--model", sample.Folder, "--urls", "http://127.0.0.1:0",
        ];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = folder })!;
    }

    /// <summary>Waits until the service says where it listens.</summary>
    private static async Task<Uri> AddressOf(Process service, CancellationToken stop)
    {
        while (await service.StandardOutput.ReadLineAsync(stop) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                // What it says later must not fill the pipe.
                _ = service.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Uri(match.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The service ended before it listened.");
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}
