using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using GhostNet.Data;

namespace GhostNet.IO;

/// <summary>Downloads a file of known checksum, goes on where it was cut off, and shows the file only when it is whole.</summary>
internal static class ResumableDownload
{
    private const int BufferSize = 1 << 16;

    /// <summary>Progress is told after each megabyte, not after each read.</summary>
    private const long ReportEvery = 1 << 20;

    /// <summary>Makes sure that the file is there and has the checksum. One process downloads, others wait for it.</summary>
    /// <param name="path">Where it goes. While it is incomplete it is called <c>path.part</c>.</param>
    /// <param name="source">Where it comes from and what checksum it must have.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops it; what has come so far is kept.</param>
    /// <exception cref="IOException">No mirror delivered it.</exception>
    public static void Fetch(string path, DownloadSource source, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken = cancellationToken.OrAmbient();

        // Run apart from the caller's synchronisation context, so that a user interface that waits does not lock up.
        Task.Run(() => FetchAsync(path, source, progress, cancellationToken), cancellationToken).GetAwaiter().GetResult();
    }

    private static async Task FetchAsync(
        string path, DownloadSource source, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        await using var turn = await WaitForTurn(path + ".lock", cancellationToken).ConfigureAwait(false);
        var failures = new List<string>();
        if (File.Exists(path))
        {
            var hash = await HashOf(path, source, cancellationToken).ConfigureAwait(false);
            if (source.Fits(hash))
            {
                return;
            }

            failures.Add($"{HomeFolder.Shorten(path)} is there, but its {source.Algorithm} is {hash} instead of {source.Checksum}: it is damaged or another file");
        }

        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = source.Timeout }) { Timeout = Timeout.InfiniteTimeSpan };
        var part = path + ".part";
        foreach (var mirror in source.Mirrors)
        {
            try
            {
                await Receive(client, mirror, part, source.Timeout, progress, cancellationToken).ConfigureAwait(false);
                var hash = await HashOf(part, source, cancellationToken).ConfigureAwait(false);
                if (source.Fits(hash))
                {
                    File.Move(part, path, overwrite: true);
                    return;
                }

                // It is whole and wrong: to go on from it would never end well.
                File.Delete(part);
                failures.Add($"{mirror}: its {source.Algorithm} is {hash} instead of {source.Checksum}, so it was damaged on the way or is another file; it was deleted");
            }
            catch (Exception failure) when (failure is HttpRequestException or HttpIOException or TimeoutException or IOException { InnerException: SocketException })
            {
                failures.Add($"{mirror}: {failure.Message}");
            }
        }

        throw new IOException(
            $"{Path.GetFileName(path)} could not be downloaded.\n  {string.Join("\n  ", failures)}\n"
            + $"Try again, which goes on from what has come so far, or fetch it by other means and put it at {HomeFolder.Shorten(path)}.");
    }

    /// <summary>Appends to the partial file until it is whole.</summary>
    private static async Task Receive(
        HttpClient client, Uri mirror, string part, TimeSpan timeOut, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            patience.CancelAfter(timeOut);
            await using var file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            using var request = new HttpRequestMessage(HttpMethod.Get, mirror);
            request.Headers.Range = file.Length > 0 ? new RangeHeaderValue(file.Length, null) : null;
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            var range = response.Content.Headers.ContentRange;
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && range?.Length == file.Length)
            {
                // The earlier try had come to the end.
                return;
            }

            response.EnsureSuccessStatusCode();
            if (response.StatusCode == HttpStatusCode.PartialContent && range?.From == file.Length)
            {
                file.Seek(0, SeekOrigin.End);
            }
            else
            {
                // The server begins from the start.
                file.SetLength(0);
            }

            var total = file.Length + response.Content.Headers.ContentLength;
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            var buffer = new byte[BufferSize];
            var reported = 0L;
            int count;
            do
            {
                patience.CancelAfter(timeOut);
                count = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                if (file.Position >= reported + ReportEvery || count == 0)
                {
                    reported = file.Position;
                    progress?.Report(new DownloadProgress(mirror, file.Position, total));
                }
            }
            while (count > 0);
            file.Flush(flushToDisk: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(FormattableString.Invariant($"no answer for {timeOut.TotalSeconds} seconds"));
        }
    }

    private static async Task<string> HashOf(string path, DownloadSource source, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(
            await CryptographicOperations.HashDataAsync(source.Algorithm, stream, cancellationToken).ConfigureAwait(false));
    }

    private static string RemedyFor(string folder) => (folder + Path.DirectorySeparatorChar).StartsWith(CacheFolder.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        ? CacheFolder.Remedy
        : $"Give another folder; for data sets the variable {DataFolders.Variable} names it.";

    /// <summary>Opens the lock file, which only one process can; the operating system frees it when a process dies.</summary>
    private static async Task<FileStream> WaitForTurn(string path, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var missing = 0;
        while (true)
        {
            try
            {
                Directory.CreateDirectory(folder);
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(path) || (Directory.Exists(folder) && ++missing < 10))
            {
                // Whoever had the file may delete it between the two looks; ten times in a row it is another error.
                await Task.Delay(100, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"{folder} cannot be written to: {exception.Message} {RemedyFor(folder)}", exception);
            }
        }
    }
}
