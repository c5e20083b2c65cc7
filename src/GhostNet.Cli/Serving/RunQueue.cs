using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using GhostNet.IO;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Cli.Serving;

/// <summary>Runs notebooks one after the other, for each wants the whole machine. The files themselves are never written to.</summary>
/// <param name="notebooks">The notebooks, which show how far a run is.</param>
/// <param name="folders">Where their outputs go.</param>
/// <param name="describer">Reads what a run wrote.</param>
/// <param name="log">Receives a line for each event.</param>
internal sealed class RunQueue(NotebookCollection notebooks, NotebookFolders folders, NotebookDescriber describer, ServingLog log)
{
    /// <summary>Seconds per cell: long enough for a training in one.</summary>
    private const double CellTimeout = 1800;

    private readonly Lock _lock = new();
    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>();
    private (string Id, CancellationTokenSource Stop)? _current;

    /// <summary>Runs a notebook when its turn comes; from the start, if it is being run.</summary>
    /// <param name="id">Its id.</param>
    public void Add(string id)
    {
        if (notebooks.Find(id) is not { State: not NotebookState.Damaged })
        {
            return;
        }

        Cancel(id);
        notebooks.Update(id, old => old with { State = NotebookState.Waiting, Detail = "" });
        _waiting.Writer.TryWrite(id);
    }

    /// <summary>Stops the run of a notebook, or takes it out of those that wait.</summary>
    /// <param name="id">Its id.</param>
    public void Stop(string id)
    {
        Cancel(id);
        notebooks.Update(id, old => old.IsBusy ? old with { State = NotebookState.Stopped, When = DateTime.Now } : old);
    }

    /// <summary>Runs what waits, until it is told to end.</summary>
    /// <param name="cancellationToken">Ends it; a run that is under way writes what it has.</param>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        await foreach (var id in _waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            ServedNotebook? notebook;
            lock (_lock)
            {
                notebook = notebooks.Find(id);
                if (notebook is not { State: NotebookState.Waiting })
                {
                    continue;
                }

                _current = (id, stop);
            }

            try
            {
                await RunAsync(notebook, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                notebooks.Update(id, old => old.State == NotebookState.Running ? old with { State = NotebookState.Stopped, When = DateTime.Now } : old);
            }
            finally
            {
                lock (_lock)
                {
                    _current = null;
                }
            }
        }
    }

    private async Task RunAsync(ServedNotebook notebook, CancellationToken stop)
    {
        var (id, file) = (notebook.Id, notebook.Source.Path);
        var watch = Stopwatch.StartNew();
        var begin = DateTime.UtcNow;
        var error = new StringBuilder();
        notebooks.Update(id, old => old with { State = NotebookState.Running, Cell = 0, Detail = "" });
        log.Write(file, "runs");
        var progress = new CellProgress((cell, count, line) => notebooks.Update(
            id, old => old.State == NotebookState.Running ? old with { Cell = cell, CellCount = count, Detail = line } : old));
        var copy = folders.CopyOf(file, ".ipynb");
        var request = new NotebookRequest { Paths = [file], Output = Path.GetDirectoryName(copy)!, TimeoutSeconds = CellTimeout };
        var isGood = false;
        NotebookDescription? shown = null;
        try
        {
            isGood = await NotebookProcess.StartAsync(request, progress.Read, text => error.Append(text), stop).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();

            var isWritten = File.Exists(copy) && File.GetLastWriteTimeUtc(copy) >= begin.AddSeconds(-1);
            shown = isWritten ? (await describer.DescribeAsync([copy], stop).ConfigureAwait(false))[0] : null;
            if (shown?.Error is { } damage)
            {
                throw new IOException(damage);
            }
        }
        catch (IOException exception)
        {
            // Its code ran, but nothing can be shown of it.
            (isGood, shown) = (false, null);
            error.AppendLine().Append(exception.Message);
        }

        var reason = ForeignText.ShowMessage(NotebookProcess.Reason(error.ToString()));
        notebooks.Update(id, old => old.State != NotebookState.Running ? old : old with
        {
            State = isGood ? NotebookState.Done : NotebookState.Failed,
            Shown = shown ?? old.Shown,
            Page = shown is null ? old.Page : folders.CopyOf(file, ".html"),
            WasRun = shown is not null || old.WasRun,
            When = DateTime.Now,
            Time = watch.Elapsed,
            Detail = isGood ? "" : reason,
            Version = old.Version + 1,
        });
        log.Write(file, notebooks.Find(id)?.Status + (isGood ? "" : $"\n{reason}"));
    }

    private void Cancel(string id)
    {
        lock (_lock)
        {
            if (_current is { } current && current.Id == id)
            {
                current.Stop.Cancel();
            }
        }
    }
}
