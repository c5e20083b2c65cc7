using System.Collections.Concurrent;

namespace GhostNet.Cli.Serving;

/// <summary>
/// Reports which files of some folders were changed, added or removed. Editors write a file in several steps (a new file that is renamed,
/// twice in quick succession, or half of it first): a file is reported once it has been quiet for a moment.
/// </summary>
internal sealed class FolderWatcher : IDisposable
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<string, DateTime> _changed = new(StringComparer.Ordinal);
    private readonly List<FileSystemWatcher> _watchers = [];

    /// <summary>Begins to watch.</summary>
    /// <param name="folders">The folders, with all below them.</param>
    public FolderWatcher(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
        {
            var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            watcher.Changed += (_, change) => Note(change.FullPath);
            watcher.Created += (_, change) => Note(change.FullPath);
            watcher.Deleted += (_, change) => Note(change.FullPath);
            watcher.Renamed += (_, change) =>
            {
                Note(change.OldFullPath);
                Note(change.FullPath);
            };

            // Too much happened at once: anything may have changed.
            watcher.Error += (_, _) => Note(folder);
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
    }

    /// <summary>Waits for changes.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Files or folders in which something happened, without end.</returns>
    public async IAsyncEnumerable<string> ChangesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_quiet / 3);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var change in _changed.Where(change => DateTime.UtcNow - change.Value >= s_quiet))
            {
                // Unless it was changed again just now.
                if (_changed.TryRemove(change))
                {
                    yield return change.Key;
                }
            }
        }
    }

    /// <summary>Ends the watching.</summary>
    public void Dispose() => _watchers.ForEach(watcher => watcher.Dispose());

    private void Note(string path) => _changed[path] = DateTime.UtcNow;
}
