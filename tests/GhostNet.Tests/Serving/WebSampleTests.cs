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
        using var service = Start(sample.Folder);
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
            await A_form_is_an_upload_too(client, predictor, stop);
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

    [Theory]
    [InlineData("nothing", "nothing does not exist: give the folder of a training")]
    [InlineData("", "error: say which network: --model RUN")]
    public async Task A_wrong_model_is_one_error_and_no_stack_trace(string model, string message)
    {
        using var service = Start(model);
        var error = await service.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await service.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, service.ExitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private async Task A_form_is_an_upload_too(HttpClient client, Predictor predictor, CancellationToken stop)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(sample.Pictures[0], stop)), "picture", "photo.png");
        using var response = await client.PostAsync("/predict", form, stop);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(stop));
        Assert.Equal(predictor.Predict(sample.Pictures[0], stop).ClassName, answer.RootElement.GetProperty("class").GetString());

        using var empty = new MultipartFormDataContent { { new StringContent("no file"), "text" } };
        using var refused = await client.PostAsync("/predict", empty, stop);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("The form has 0 files: send one picture.", await refused.Content.ReadAsStringAsync(stop), StringComparison.Ordinal);
    }

    private static Process Start(string model)
    {
        // Tests and sample are built in the same configuration.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(Repository.Root, "src", "GhostNet.WebSample");
        string[] arguments =
        [
            Path.Combine(folder, "bin", output.Parent!.Name, output.Name, "GhostNet.WebSample.dll"), "--model", model, "--urls", "http://127.0.0.1:0",
        ];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder })!;
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
