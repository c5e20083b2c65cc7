namespace GhostNet.Cli.Serving;

/// <summary>Notebooks that are read, watched and run: what the server shows and what its pages ask for.</summary>
internal sealed class NotebookService : IDisposable
{
    private readonly NotebookFolders _folders;
    private readonly FolderWatcher _watcher;
    private readonly NotebookDescriber _describer = new();
    private readonly NotebookSources _sources;

    private NotebookService(NotebookFolders folders, bool runsChanged, ServingLog log)
    {
        _folders = folders;
        _watcher = new FolderWatcher(folders.Watched);
        Queue = new RunQueue(Notebooks, folders, _describer, log);
        _sources = new NotebookSources(Notebooks, folders, _describer, Queue, runsChanged, log);
    }

    /// <summary>The notebooks.</summary>
    public NotebookCollection Notebooks { get; } = new();

    /// <summary>The runs.</summary>
    public RunQueue Queue { get; }

    /// <summary>Reads the notebooks.</summary>
    /// <param name="paths">Folders that hold notebooks, or notebooks.</param>
    /// <param name="output">A folder for what runs write.</param>
    /// <param name="runsChanged">Whether to run a notebook when its file changes.</param>
    /// <param name="write">Receives a line for each event.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">There are no notebooks; the message says where.</exception>
    public static async Task<NotebookService> OpenAsync(
        IEnumerable<string> paths, string output, bool runsChanged, Action<string> write, CancellationToken cancellationToken)
    {
        var service = new NotebookService(new NotebookFolders(paths, output), runsChanged, new ServingLog(write));
        try
        {
            await service._sources.ReadAsync(service._folders.Paths, cancellationToken).ConfigureAwait(false);
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <summary>Runs what waits and watches the folders, until it is told to end.</summary>
    /// <param name="cancellationToken">Ends it; a run that is under way writes what it has.</param>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = new List<Task> { Queue.WorkAsync(end.Token), _sources.WatchAsync(_watcher, end.Token) };
        await Task.WhenAny(tasks).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        foreach (var task in tasks)
        {
            try
            {
                await task.ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // That is how it ends; what else went wrong is not caught.
                continue;
            }
        }
    }

    /// <summary>Ends the watching and deletes the pages.</summary>
    public void Dispose()
    {
        _watcher.Dispose();
        _describer.Dispose();
    }
}
