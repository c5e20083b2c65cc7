using System.Text;
using System.Text.Json;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Cli.Serving;

/// <summary>Has the runner say what notebooks hold, and write their pages into a folder that is deleted in the end.</summary>
internal sealed class NotebookDescriber : IDisposable
{
    private readonly DirectoryInfo _pages = Directory.CreateTempSubdirectory("ghostnet-serve-");

    /// <summary>What notebooks hold.</summary>
    /// <param name="paths">Notebooks, or folders that hold them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">There are no notebooks; the message says where.</exception>
    public async Task<IReadOnlyList<NotebookDescription>> DescribeAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var (output, error) = (new StringBuilder(), new StringBuilder());
        var request = new NotebookRequest { Describe = true, Paths = paths, Output = _pages.FullName };
        var isGood = await NotebookProcess.StartAsync(request, text => output.Append(text), text => error.Append(text), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return isGood
            ? [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize(line, NotebookDescriptionJson.Default.NotebookDescription)!)]
            : throw new IOException(NotebookProcess.Reason(error.ToString()));
    }

    /// <summary>Deletes the pages.</summary>
    public void Dispose() => _pages.Delete(recursive: true);
}
