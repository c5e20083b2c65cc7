using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using GhostNet.IO;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Cli.Serving;

/// <summary>
/// The notebooks of some folders: what their files hold, what runs of them gave, and the runs. One notebook is run at a time,
/// for each wants the whole machine. The files themselves are never written to.
/// </summary>
internal sealed class NotebookCollection : IDisposable
{
    private static readonly string[] s_languages = ["csharp", "fsharp"];
    private static readonly string[] s_endings = [".ipynb", ".dib"];

    private static readonly EnumerationOptions s_everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>Long enough for a training in a cell.</summary>
    private const double CellTimeout = 1800;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, ServedNotebook> _notebooks = new(StringComparer.Ordinal);
    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>();
    private readonly DirectoryInfo _pages;
    private readonly IReadOnlyList<string> _paths;
    private readonly string _root;
    private readonly FolderWatcher _watcher;
    private readonly string _output;
    private readonly bool _runsChanged;
    private readonly Action<string> _tell;
    private (string Id, CancellationTokenSource Stop)? _current;

    private NotebookCollection(IReadOnlyList<string> paths, string output, bool runsChanged, Action<string> tell)
    {
        (_paths, _output, _runsChanged, _tell) = (paths, output, runsChanged, tell);
        if (paths.FirstOrDefault(path => IsIn(path, output)) is { } inside)
        {
            throw new IOException($"{inside} is in the output folder {output}: name another folder with --out.");
        }

        var folders = paths.Select(path => File.Exists(path) ? Path.GetDirectoryName(path)! : path).Distinct().ToList();
        _root = CommonFolder(folders);
        if (folders.FirstOrDefault(folder => !IsIn(folder, _root)) is { } apart)
        {
            throw new IOException($"{_root} and {apart} are on different drives: serve one of them.");
        }

        _pages = Directory.CreateTempSubdirectory("ghostnet-serve-");
        _watcher = new FolderWatcher(folders);
    }

    /// <summary>All notebooks, in the order of their names.</summary>
    public IReadOnlyList<ServedNotebook> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _notebooks.Values];
            }
        }
    }

    /// <summary>Tells of every change: the id of a notebook that was changed, added or removed.</summary>
    public event Action<string>? Changed;

    /// <summary>Reads the notebooks.</summary>
    /// <param name="paths">Folders that hold notebooks, or notebooks.</param>
    /// <param name="output">A folder for what runs write.</param>
    /// <param name="runsChanged">Whether to run a notebook when its file changes.</param>
    /// <param name="tell">Receives a line for each event.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">There are no notebooks; the message says where.</exception>
    public static async Task<NotebookCollection> OpenAsync(
        IEnumerable<string> paths, string output, bool runsChanged, Action<string> tell, CancellationToken cancellationToken)
    {
        var named = paths.ToList();
        if (named.FirstOrDefault(path => !Path.Exists(path)) is { } missing)
        {
            throw new DirectoryNotFoundException($"{missing} does not exist: name folders that hold notebooks (.ipynb, .dib).");
        }

        var collection = new NotebookCollection([.. named.SelectMany(WithLanguages).Select(Path.GetFullPath).Distinct()], output, runsChanged, tell);
        try
        {
            await collection.ReadAsync(collection._paths, cancellationToken).ConfigureAwait(false);
            return collection;
        }
        catch
        {
            collection.Dispose();
            throw;
        }
    }

    /// <summary>A notebook, or null.</summary>
    /// <param name="id">Its id.</param>
    public ServedNotebook? Find(string id)
    {
        lock (_lock)
        {
            return _notebooks.GetValueOrDefault(id);
        }
    }

    /// <summary>Runs a notebook when its turn comes; from the start, if it is being run.</summary>
    /// <param name="id">Its id.</param>
    public void Run(string id)
    {
        if (Find(id) is not { State: not NotebookState.Damaged } notebook)
        {
            return;
        }

        Cancel(id);
        Update(id, old => old with { State = NotebookState.Waiting, Detail = "" });
        _waiting.Writer.TryWrite(id);
    }

    /// <summary>Stops the run of a notebook, or takes it out of those that wait.</summary>
    /// <param name="id">Its id.</param>
    public void Stop(string id)
    {
        Cancel(id);
        Update(id, old => old.IsBusy ? old with { State = NotebookState.Stopped, When = DateTime.Now } : old);
    }

    /// <summary>Runs what waits and watches the folders, until it is told to end.</summary>
    /// <param name="cancellationToken">Ends it; a run that is under way writes what it has.</param>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = new List<Task> { RunWaitingAsync(end.Token), WatchAsync(end.Token) };
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
        _pages.Delete(recursive: true);
    }

    /// <summary>The source documents beside the folders csharp and fsharp hold both languages; what they are made into is shown.</summary>
    private static IEnumerable<string> WithLanguages(string path)
    {
        var folders = s_languages.Select(language => Path.Combine(path, language)).Where(Directory.Exists).ToList();
        return folders.Count > 0 ? folders : [path];
    }

    private static string CommonFolder(List<string> folders)
    {
        var common = Path.TrimEndingDirectorySeparator(folders[0]);
        while (!folders.All(folder => IsIn(folder, common)) && Path.GetDirectoryName(common) is { } parent)
        {
            common = parent;
        }

        return common;
    }

    private static bool IsIn(string path, string folder) =>
        Path.GetRelativePath(folder, path) is var way && way != ".." && !way.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !Path.IsPathRooted(way);

    /// <summary>Of two files that differ in the extension only, the later keeps it in its id.</summary>
    private string IdOf(string file)
    {
        var name = Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/');
        return TwinOf(file) is null ? Path.ChangeExtension(name, null) : name;
    }

    /// <summary>The notebook that has the place of a file's outputs, if it is another.</summary>
    private ServedNotebook? TwinOf(string file) =>
        Find(Path.ChangeExtension(Path.GetRelativePath(_root, file), null).Replace(Path.DirectorySeparatorChar, '/')) is { } other && other.Source.Path != file
            ? other
            : null;

    private string CopyOf(string id, string ending) => Path.Combine(_output, id.Replace('/', Path.DirectorySeparatorChar) + ending);

    /// <summary>Reads notebooks for the first time or again.</summary>
    private async Task ReadAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var sources = await DescribeAsync(paths, cancellationToken).ConfigureAwait(false);

        // A run of an earlier day may have left outputs that are newer than those of the file.
        var copies = sources
            .Select(source => (Id: IdOf(source.Path), Source: source))
            .Where(pair => pair.Source.Error is null && Find(pair.Id) is null && IsNewer(CopyOf(pair.Id, ".ipynb"), pair.Source.Path))
            .DistinctBy(pair => pair.Id)
            .ToDictionary(pair => CopyOf(pair.Id, ".ipynb"), pair => pair.Source);
        var earlier = copies.Count == 0 ? [] : (await DescribeAsync([.. copies.Keys], cancellationToken).ConfigureAwait(false))
            .Where(copy => copy.Error is null && copy.Fingerprint == copies[copy.Path].Fingerprint)
            .ToDictionary(copy => copies[copy.Path].Path);
        foreach (var source in sources)
        {
            Take(source, earlier.GetValueOrDefault(source.Path) ?? source);
        }
    }

    private static bool IsNewer(string file, string other) => File.Exists(file) && File.GetLastWriteTimeUtc(file) >= File.GetLastWriteTimeUtc(other);

    /// <summary>What a file holds now takes the place of what was known of it.</summary>
    private void Take(NotebookDescription source, NotebookDescription shown)
    {
        var id = IdOf(source.Path);
        var old = Find(id);
        var clash = TwinOf(source.Path) is { } twin
            ? $"its outputs would be written to the same files as those of {Path.GetFileName(twin.Source.Path)}: rename one of them"
            : null;
        if ((source.Error ?? clash) is { } error)
        {
            // Perhaps an editor has written half of it: what is known is kept for when it can be read again.
            Stop(id);
            var known = old ?? new ServedNotebook { Id = id, Source = source, Shown = source, Page = "" };
            Put(known with { State = NotebookState.Damaged, Detail = ForeignText.ShowMessage(error) });
            Tell(source.Path, ForeignText.ShowMessage(error));
            return;
        }

        var isChanged = old is not null && old.Source.Fingerprint != source.Fingerprint;
        if (old is { WasRun: true } or { IsBusy: true } && !isChanged)
        {
            // Its outputs were made here, and only those of its own file are others now.
            Put(old.State == NotebookState.Damaged ? old with { State = old.Shown.FailedCell is null ? NotebookState.Done : NotebookState.Failed, Detail = "" } : old);
            return;
        }

        if (isChanged && _runsChanged)
        {
            Tell(source.Path, "was changed");
            Update(id, known => known with { Source = source, State = NotebookState.Waiting });
            Run(id);
            return;
        }

        Put(new ServedNotebook
        {
            Id = id,
            Source = source,
            Shown = shown,
            Page = shown.Page,
            State = isChanged && shown.HasOutputs ? NotebookState.Changed : NotebookState.Stored,
            When = File.GetLastWriteTime(shown.Path),
        });
    }

    private async Task<IReadOnlyList<NotebookDescription>> DescribeAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var (output, error) = (new StringBuilder(), new StringBuilder());
        var request = new NotebookRequest { Describe = true, Paths = paths, Output = _pages.FullName };
        var isGood = await NotebookProcess.StartAsync(request, text => output.Append(text), text => error.Append(text), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return isGood
            ? [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonSerializer.Deserialize(line, NotebookDescriptionJson.Default.NotebookDescription)!)
                .Where(notebook => !IsIn(notebook.Path, _output) || paths.Contains(notebook.Path))]
            : throw new IOException(WithoutPrefix(error.ToString()));
    }

    private static string WithoutPrefix(string error) => error.Trim() is var text && text.StartsWith("error: ", StringComparison.Ordinal) ? text[7..] : text;

    private async Task RunWaitingAsync(CancellationToken cancellationToken)
    {
        await foreach (var id in _waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            ServedNotebook? notebook;
            lock (_lock)
            {
                notebook = _notebooks.GetValueOrDefault(id);
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
                Update(id, old => old.State == NotebookState.Running ? old with { State = NotebookState.Stopped, When = DateTime.Now } : old);
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
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var begin = DateTime.UtcNow;
        var error = new StringBuilder();
        Update(id, old => old with { State = NotebookState.Running, Cell = 0, Detail = "" });
        Tell(file, "runs");
        var progress = new CellProgress((cell, count, line) => Update(
            id, old => old.State == NotebookState.Running ? old with { Cell = cell, CellCount = count, Detail = line } : old));
        var request = new NotebookRequest { Paths = [file], Output = Path.GetDirectoryName(CopyOf(id, ""))!, TimeoutSeconds = CellTimeout };
        var isGood = false;
        NotebookDescription? shown = null;
        try
        {
            isGood = await NotebookProcess.StartAsync(request, progress.Read, text => error.Append(text), stop).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();

            var copy = CopyOf(id, ".ipynb");
            var isWritten = File.Exists(copy) && File.GetLastWriteTimeUtc(copy) >= begin.AddSeconds(-1);
            shown = isWritten ? (await DescribeAsync([copy], stop).ConfigureAwait(false))[0] : null;
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

        var reason = ForeignText.ShowMessage(WithoutPrefix(error.ToString()));
        Update(id, old => old.State != NotebookState.Running ? old : old with
        {
            State = isGood ? NotebookState.Done : NotebookState.Failed,
            Shown = shown ?? old.Shown,
            Page = shown is null ? old.Page : CopyOf(id, ".html"),
            WasRun = shown is not null || old.WasRun,
            When = DateTime.Now,
            Time = watch.Elapsed,
            Detail = isGood ? "" : reason,
            Version = old.Version + 1,
        });
        Tell(file, Find(id)?.Status + (isGood ? "" : $"\n{reason}"));
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await foreach (var path in _watcher.ChangesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var file in NotebooksAt(path))
            {
                await ReadAgainAsync(file, cancellationToken).ConfigureAwait(false);
                if (!File.Exists(file) && Find(IdOf(file)) is { } gone && gone.Source.Path == file)
                {
                    Stop(gone.Id);
                    Remove(gone.Id);
                    foreach (var twin in All.Where(other => other.Id != IdOf(other.Source.Path)))
                    {
                        // The id without the extension is free now.
                        Remove(twin.Id);
                        await ReadAgainAsync(twin.Source.Path, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }
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

    /// <summary>The notebooks that a change of a file or a folder concerns: those that are there, and those that were.</summary>
    private IEnumerable<string> NotebooksAt(string path)
    {
        IEnumerable<string> there = Directory.Exists(path) ? FilesBelow(path) : [path];
        var known = All.Select(notebook => notebook.Source.Path).Where(file => IsIn(file, path));
        return [.. there.Concat(known).Distinct().Where(IsOurs)];
    }

    private static string[] FilesBelow(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*", s_everywhere);
        }
        catch (IOException)
        {
            // It was deleted in between.
            return [];
        }
    }

    private bool IsOurs(string file) =>
        s_endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
        && !IsIn(file, _output)
        && !Path.GetRelativePath(_root, file).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.'))
        && _paths.Any(path => IsIn(file, path));

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

    private void Put(ServedNotebook notebook)
    {
        lock (_lock)
        {
            _notebooks[notebook.Id] = notebook with { Version = (_notebooks.GetValueOrDefault(notebook.Id)?.Version ?? 0) + 1 };
        }

        Changed?.Invoke(notebook.Id);
    }

    private void Update(string id, Func<ServedNotebook, ServedNotebook> change)
    {
        lock (_lock)
        {
            if (!_notebooks.TryGetValue(id, out var old))
            {
                return;
            }

            _notebooks[id] = change(old);
        }

        Changed?.Invoke(id);
    }

    private void Remove(string id)
    {
        lock (_lock)
        {
            _notebooks.Remove(id);
        }

        Changed?.Invoke(id);
    }

    private void Tell(string file, string what) =>
        _tell(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss}  {ForeignText.Show(Path.GetRelativePath(".", file))}: {what}"));
}
