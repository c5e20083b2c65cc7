using GhostNet.IO;
using GhostNet.Notebooks.Files;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Cli.Serving;

/// <summary>Reads the files of notebooks: all at the start, and each when it changes.</summary>
/// <param name="notebooks">Receives what is read.</param>
/// <param name="folders">Where the files are.</param>
/// <param name="describer">Reads them.</param>
/// <param name="queue">Runs those that change.</param>
/// <param name="runsChanged">Whether to run a notebook when its file changes.</param>
/// <param name="log">Receives a line for each event.</param>
internal sealed class NotebookSources(
    NotebookCollection notebooks, NotebookFolders folders, NotebookDescriber describer, RunQueue queue, bool runsChanged, ServingLog log)
{
    /// <summary>Reads notebooks for the first time or again.</summary>
    /// <param name="paths">Full paths of notebooks, or of folders that hold them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">There are no notebooks; the message says where.</exception>
    public async Task ReadAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var sources = (await describer.DescribeAsync(paths, cancellationToken).ConfigureAwait(false))
            .Where(source => !folders.IsOutput(source.Path) || paths.Contains(source.Path))
            .ToList();

        // A run of an earlier day may have left outputs that are newer than those of the file.
        var copies = sources
            .Select(source => (Copy: folders.CopyOf(source.Path, ".ipynb"), Source: source))
            .Where(pair => pair.Source.Error is null && notebooks.Find(folders.IdOf(pair.Source.Path)) is null && IsNewer(pair.Copy, pair.Source.Path))
            .DistinctBy(pair => pair.Copy)
            .ToDictionary(pair => pair.Copy, pair => pair.Source);
        var earlier = copies.Count == 0 ? [] : (await describer.DescribeAsync([.. copies.Keys], cancellationToken).ConfigureAwait(false))
            .Where(copy => copy.Error is null && copy.Fingerprint == copies[copy.Path].Fingerprint)
            .ToDictionary(copy => copies[copy.Path].Path);
        foreach (var source in sources)
        {
            Take(source, earlier.GetValueOrDefault(source.Path) ?? source);
        }
    }

    /// <summary>Reads again what changes, until it is told to end.</summary>
    /// <param name="watcher">Tells what changes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WatchAsync(FolderWatcher watcher, CancellationToken cancellationToken)
    {
        await foreach (var path in watcher.ChangesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var file in NotebooksAt(path))
            {
                await ReadAgainAsync(file, cancellationToken).ConfigureAwait(false);
                if (!File.Exists(file) && notebooks.Find(folders.IdOf(file)) is not null)
                {
                    await RemoveAsync(file, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static bool IsNewer(string file, string other) => File.Exists(file) && File.GetLastWriteTimeUtc(file) >= File.GetLastWriteTimeUtc(other);

    /// <summary>What a file holds now takes the place of what was known of it.</summary>
    private void Take(NotebookDescription source, NotebookDescription shown)
    {
        var id = folders.IdOf(source.Path);
        var old = notebooks.Find(id);
        var clash = folders.TakePlace(source.Path) is { } other
            ? $"its outputs would be written to the same files as those of {Path.GetFileName(other)}: rename one of them"
            : null;
        if ((source.Error ?? clash) is { } error)
        {
            // Perhaps an editor has written half of it: what is known is kept for when it can be read again.
            queue.Stop(id);
            var known = old ?? new ServedNotebook { Id = id, Source = source, Shown = source, Page = "" };
            notebooks.Put(known with { State = NotebookState.Damaged, Detail = ForeignText.ShowMessage(error) });
            log.Write(source.Path, ForeignText.ShowMessage(error));
            return;
        }

        var isChanged = old is not null && old.Source.Fingerprint != source.Fingerprint;
        if (old is { WasRun: true } or { IsBusy: true } && !isChanged)
        {
            // Its outputs were made here, and only those of its own file are others now.
            notebooks.Put(old.State == NotebookState.Damaged ? old with { State = old.Shown.FailedCell is null ? NotebookState.Done : NotebookState.Failed, Detail = "" } : old);
            return;
        }

        if (isChanged && runsChanged)
        {
            log.Write(source.Path, "was changed");
            notebooks.Update(id, known => known with { Source = source, State = NotebookState.Waiting });
            queue.Add(id);
            return;
        }

        notebooks.Put(new ServedNotebook
        {
            Id = id,
            Source = source,
            Shown = shown,
            Page = shown.Page,
            State = isChanged && shown.HasOutputs ? NotebookState.Changed : NotebookState.Stored,
            When = File.GetLastWriteTime(shown.Path),
        });
    }

    private async Task ReadAgainAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync([file], cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (File.Exists(file))
        {
            var damaged = new NotebookDescription { Path = file, Title = Path.GetFileName(file), Error = exception.Message };
            Take(damaged, damaged);
        }
        catch (IOException)
        {
            // It was removed: the caller says so.
            return;
        }
    }

    private async Task RemoveAsync(string file, CancellationToken cancellationToken)
    {
        var id = folders.IdOf(file);
        queue.Stop(id);
        notebooks.Remove(id);
        folders.LeavePlace(file);

        // Another file may have waited for the place of its outputs.
        var place = folders.CopyOf(file, "");
        foreach (var next in notebooks.All.Select(notebook => notebook.Source.Path).Where(path => folders.CopyOf(path, "") == place))
        {
            await ReadAgainAsync(next, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The notebooks that a change of a file or a folder concerns: those that are there, and those that were.</summary>
    private IEnumerable<string> NotebooksAt(string path)
    {
        var known = notebooks.All.Select(notebook => notebook.Source.Path).Where(file => FolderPath.Holds(path, file));
        return [.. NotebookFolders.FilesAt(path).Concat(known).Distinct().Where(folders.Has)];
    }
}
