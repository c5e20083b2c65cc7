using System.Net;
using System.Security.Cryptography;
using GhostNet.Archives;
using GhostNet.Data;
using GhostNet.IO;

namespace GhostNet.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly byte[] archive = TestArchive.Good();
    private readonly LocalServer server;
    private readonly List<string?> ranges = [];

    public DownloadTests() => server = new LocalServer(context =>
    {
        Answer(context);
        return Task.CompletedTask;
    });

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    private void Answer(HttpListenerContext context)
    {
        var response = context.Response;
        var range = context.Request.Headers["Range"];
        lock (ranges)
        {
            ranges.Add(range);
        }

        switch (context.Request.Url!.AbsolutePath)
        {
            case "/missing":
                response.StatusCode = 404;
                break;
            case "/other":
                response.OutputStream.Write("another file"u8);
                break;
            case "/stalls":
                response.ContentLength64 = archive.Length;
                response.OutputStream.Write(archive, 0, 1000);
                response.OutputStream.Flush();
                return;
            case "/breaks":
                response.ContentLength64 = archive.Length;
                response.OutputStream.Write(archive, 0, archive.Length / 2);
                response.OutputStream.Flush();
                Thread.Sleep(1000); // What the client has not read when the connection breaks is lost to it.
                response.Abort();
                return;
            case "/noranges":
                response.OutputStream.Write(archive);
                break;
            default:
                var from = range is null ? 0 : int.Parse(range[6..^1], System.Globalization.CultureInfo.InvariantCulture);
                if (range is not null)
                {
                    response.StatusCode = from < archive.Length ? 206 : 416;
                    response.AddHeader("Content-Range", from < archive.Length ? $"bytes {from}-{archive.Length - 1}/{archive.Length}" : $"bytes */{archive.Length}");
                }

                var rest = archive.AsSpan(Math.Min(from, archive.Length));
                response.ContentLength64 = rest.Length;
                response.OutputStream.Write(rest);
                break;
        }

        response.Close();
    }

    private DownloadOptions From(params string[] paths) => new()
    {
        Mirrors = [.. paths.Select(path => new Uri(server.Address, path))],
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(archive)),
        Timeout = TimeSpan.FromSeconds(5),
    };

    private void AssertIsThere(string found)
    {
        Assert.Equal(folder.File(TestArchive.Folder), found);
        Assert.Equal(
            [TestArchive.Folder, $"{TestArchive.Folder}/batches.meta.txt", $"{TestArchive.Folder}/test_batch.bin", "cifar-10-binary.tar.gz"], folder.Content());
        Assert.Equal(archive, File.ReadAllBytes(folder.File("cifar-10-binary.tar.gz")));
    }

    [Fact]
    public void Downloads_checks_and_extracts()
    {
        var reports = new Reports();
        AssertIsThere(Cifar10.Download(folder.Path, From("good"), reports, TestContext.Current.CancellationToken));
        Assert.Equal(archive.Length, reports.Last!.Received);
        Assert.Equal(1.0, reports.Last.Fraction);

        AssertIsThere(Cifar10.Download(folder.Path, From("missing"), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Single(ranges);
    }

    [Theory]
    [InlineData("breaks")]
    [InlineData("stalls")]
    public void Goes_on_at_another_mirror_where_it_was_cut_off(string first)
    {
        AssertIsThere(Cifar10.Download(folder.Path, From(first, "good"), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(2, ranges.Count);
        Assert.Matches("^bytes=[1-9][0-9]*-$", ranges[1]);
    }

    [Fact]
    public void Goes_on_in_a_later_call_and_from_the_very_end()
    {
        folder.Write("cifar-10-binary.tar.gz.part", archive[..700]);
        AssertIsThere(Cifar10.Download(folder.Path, From("good"), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("bytes=700-", ranges.Single());

        File.Move(folder.File("cifar-10-binary.tar.gz"), folder.File("cifar-10-binary.tar.gz.part"));
        AssertIsThere(Cifar10.Download(folder.Path, From("good"), cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Begins_anew_at_a_server_that_knows_no_ranges()
    {
        folder.Write("cifar-10-binary.tar.gz.part", archive[..700]);
        AssertIsThere(Cifar10.Download(folder.Path, From("noranges"), cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Says_what_went_wrong_at_each_mirror_and_leaves_nothing()
    {
        var wrong = Assert.Throws<IOException>(
            () => Cifar10.Download(folder.Path, From("missing", "other"), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("404", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("its SHA256 is", wrong.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Content());
    }

    [Fact]
    public void A_stalled_server_is_given_up_and_its_bytes_are_kept()
    {
        var wrong = Assert.Throws<IOException>(
            () => Cifar10.Download(folder.Path, From("stalls"), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("no answer for 5 seconds", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(["cifar-10-binary.tar.gz.part"], folder.Content());
        Assert.Equal(archive[..1000], File.ReadAllBytes(folder.File("cifar-10-binary.tar.gz.part")));
    }

    [Fact]
    public void Can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource(200);
        var options = new DownloadOptions { Mirrors = From("stalls").Mirrors, Timeout = TimeSpan.FromMinutes(5) };
        Assert.ThrowsAny<OperationCanceledException>(() => Cifar10.Download(folder.Path, options, cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task Several_at_once_fetch_it_once()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => Cifar10.Download(folder.Path, From("good")), TestContext.Current.CancellationToken)));
        Assert.All(found, AssertIsThere);
        Assert.Single(ranges);
    }

    private sealed class Reports : IProgress<DownloadProgress>
    {
        public DownloadProgress? Last { get; private set; }

        public void Report(DownloadProgress value) => Last = value;
    }
}
