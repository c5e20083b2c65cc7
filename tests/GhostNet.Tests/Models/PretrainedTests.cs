using System.Net;
using System.Security.Cryptography;
using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Models;
using GhostNet.Tests.Training;
using GhostNet.Training;
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
    public void A_file_there_with_another_checksum_is_named()
    {
        File.WriteAllText(folder.File("published.pth"), "something else");
        var options = new DownloadOptions { Mirrors = [new Uri("http://127.0.0.1:9/published.pth")], Sha256 = site.Sha256, Timeout = TimeSpan.FromSeconds(5) };
        var wrong = Assert.Throws<IOException>(() => Pretrained.Load("ghostnet_100", folder: folder.Path, options: options, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains($"{folder.File("published.pth")} is there, but its SHA256 is", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(site.Sha256, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_which_no_checksum_is_known_is_taken_when_its_weights_fit()
    {
        var options = new DownloadOptions { Mirrors = [new Uri("http://127.0.0.1:9/model.safetensors")], Timeout = TimeSpan.FromSeconds(5) };
        using (var model = ModelRegistry.Create("ghostnetv2_100"))
        {
            model.SaveWeights(folder.File("ghostnetv2_100.in1k.safetensors"));
            using var same = Pretrained.Load("ghostnetv2_100", folder: folder.Path, options: options, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(TinyModel.Bytes(model), TinyModel.Bytes(same));
        }

        using var other = ModelRegistry.Create("ghostnetv2_130");
        other.SaveWeights(folder.File("ghostnetv2_100.in1k.safetensors"));
        Assert.Throws<WeightMismatchException>(() => Pretrained.Load("ghostnetv2_100", folder: folder.Path, options: options, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_weights_that_ship_need_no_network_connection_and_say_what_they_are_of()
    {
        using var model = Pretrained.Load("ghostnet_cifar_050", folder: folder.File("nothing"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(folder.File("nothing")));
        Assert.False(model.training);
        Assert.Equal(1_319_102, model.parameters().Sum(parameter => parameter.numel()));
        Assert.All(model.parameters(), parameter => Assert.Equal(TorchSharp.torch.ScalarType.Float32, parameter.dtype));
        Assert.All(model.state_dict().Values.Where(weight => weight.is_floating_point()), weight => Assert.True(TorchSharp.torch.isfinite(weight).all().item<bool>()));

        var description = Pretrained.Describe("ghostnet_cifar_050");
        Assert.Equal("ghostnet_cifar_050", description.Spec!.Name);
        Assert.Equal((10, 32, 32), (description.ClassNames.Count, description.Height, description.Width));
        Assert.Equal(3, TrainingData.Of(description)!.Channels);

        using var four = Pretrained.Load("ghostnet_cifar_050", classes: 4, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(TinyModel.Bytes(model)["conv_head.weight"], TinyModel.Bytes(four)["conv_head.weight"]);
    }

    /// <summary>Whoever replaces the file sees here that its accuracy in the documentation has to be measured again: <c>evaluate --weights ghostnet_cifar_050 --dataset cifar10</c>.</summary>
    [Fact]
    public void The_weights_that_ship_are_those_whose_accuracy_is_documented()
    {
        using var file = typeof(Pretrained).Assembly.GetManifestResourceStream("ghostnet_cifar_050.safetensors")!;
        Assert.InRange(file.Length, 1, 3_000_000);
        Assert.Equal("6e1e8ad682e351e6437073d8f4877f3775d04ffae29e67e90934fc9ccd67008b", Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    [Theory]
    [InlineData("ghostnet_100")]
    [InlineData("ghostnetv2_100")]
    [InlineData("ghostnetv2_130")]
    [InlineData("ghostnetv2_160")]
    [InlineData("ghostnetv3_100")]
    public void Published_weights_say_how_their_pictures_are_prepared(string name)
    {
        var data = TrainingData.Of(Pretrained.Describe(name))!;
        Assert.Equal(new PictureTransform(224, 0.875, Interpolation.Bicubic), data.Transform);
        Assert.Equal([0.485f, 0.456f, 0.406f], data.Mean);
        Assert.Equal([0.229f, 0.224f, 0.225f], data.Std);
        Assert.All(ModelRegistry.Find(name).Weights[0].Description.ClassNames, Assert.NotNull);
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
