using System.Net;
using System.Security.Cryptography;
using GhostNet.IO;
using GhostNet.Models;
using GhostNet.Tests.Training;
using GhostNet.Weights;
using LocalServer = GhostNet.Tests.Data.LocalServer;

namespace GhostNet.Tests.Models;

/// <summary>Published weights come over the network once, and an explanation when there is none.</summary>
public sealed class PretrainedTests(PretrainedTests.Site site) : IClassFixture<PretrainedTests.Site>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Published_weights_are_fetched_once_and_loaded()
    {
        var options = site.Options();
        var reports = new Reports();
        var requests = site.Requests;
        using (var model = Pretrained.Load("ghostnet_100", folder: folder.Path, options: options, progress: reports, cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal(site.Weights, TinyModel.Bytes(model));
            Assert.False(model.training);
        }

        Assert.Equal(1.0, reports.Last!.Fraction);
        Assert.Equal(["published.pth"], folder.Content());

        using (var ten = Pretrained.Load("ghostnet_100", 10, folder.Path, options, cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal(10, ten.Classes);
            var weights = TinyModel.Bytes(ten);
            Assert.Equal(site.Weights["conv_head.weight"], weights["conv_head.weight"]);
            Assert.Equal(10 * sizeof(float), weights["classifier.bias"].Length);
        }

        Assert.Equal(requests + 1, site.Requests);
    }

    [Fact]
    public void Without_a_network_connection_it_says_where_to_put_the_file()
    {
        var nowhere = new Uri("http://127.0.0.1:9/published.pth");
        var options = new DownloadOptions { Mirrors = [nowhere], Sha256 = site.Sha256, Timeout = TimeSpan.FromSeconds(5) };
        var wrong = Assert.Throws<IOException>(() => Pretrained.Load("ghostnet_100", folder: folder.Path, options: options, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("published.pth could not be downloaded", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(nowhere.ToString(), wrong.Message, StringComparison.Ordinal);
        Assert.Contains($"fetch it by other means and put it at {folder.File("published.pth")}", wrong.Message, StringComparison.Ordinal);

        File.WriteAllBytes(folder.File("published.pth"), site.Content);
        using var model = Pretrained.Load("ghostnet_100", folder: folder.Path, options: options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(site.Weights, TinyModel.Bytes(model));
    }

    [Fact]
    public void Another_file_is_refused()
    {
        var wrong = Assert.Throws<IOException>(() => Pretrained.Load(
            "ghostnet_100", folder: folder.Path, options: site.Options(sha256: "00000000"), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains($"its SHA256 is {site.Sha256} instead of 00000000", wrong.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Content());
    }

    [Fact]
    public void A_network_without_published_weights_says_which_have_some()
    {
        var wrong = Assert.Throws<ArgumentException>(() => Pretrained.Load("vgg16", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("No published weights of vgg16 are known; there are some of ghostnet_100", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_name_the_file_of_the_authors()
    {
        var weights = Assert.Single(ModelRegistry.Find("ghostnet_100").Weights);
        Assert.All(weights.Mirrors, mirror => Assert.Equal("https", mirror.Scheme));
        Assert.All(weights.Mirrors, mirror => Assert.EndsWith("/state_dict_73.98.pth", mirror.LocalPath, StringComparison.Ordinal));
    }

    private sealed class Reports : IProgress<DownloadProgress>
    {
        public DownloadProgress? Last { get; private set; }

        public void Report(DownloadProgress value) => Last = value;
    }

    /// <summary>A web server on this machine with the weights of a network.</summary>
    public sealed class Site : IDisposable
    {
        private readonly LocalServer server;
        private int requests;

        public Site()
        {
            using (var files = new TemporaryFolder())
            using (var model = new GhostNetV1(GhostNetConfig.ImageNet()))
            {
                model.SaveWeights(files.File("published.pth"));
                Content = File.ReadAllBytes(files.File("published.pth"));
                Weights = TinyModel.Bytes(model);
            }

            server = new LocalServer(Answer);
        }

        public byte[] Content { get; }

        public Dictionary<string, byte[]> Weights { get; }

        public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

        public int Requests => requests;

        /// <summary>The options that lead to this server; the first digits of the checksum must do.</summary>
        public DownloadOptions Options(string? sha256 = null) => new()
        {
            Mirrors = [new Uri(server.Address, "published.pth")],
            Sha256 = sha256 ?? Sha256[..8],
            Timeout = TimeSpan.FromSeconds(30),
        };

        public void Dispose() => server.Dispose();

        private async Task Answer(HttpListenerContext context)
        {
            Interlocked.Increment(ref requests);
            context.Response.ContentLength64 = Content.Length;
            await context.Response.OutputStream.WriteAsync(Content);
            context.Response.Close();
        }
    }
}
