using GhostNet.Notebooks.Files;

namespace GhostNet.Cli.Serving;

/// <summary>
/// Where the notebooks are, what they are called and where their outputs go. A file gets its id once and keeps it, so that the address of its
/// page does not change while the server runs.
/// </summary>
internal sealed class NotebookFolders
{
    private static readonly string[] s_languages = ["csharp", "fsharp"];
    private static readonly string[] s_extensions = [".ipynb", ".dib"];

    private static readonly EnumerationOptions s_everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _holders = new(StringComparer.Ordinal);
    private readonly string _root;
    private readonly string _output;

    /// <summary>Looks at the folders.</summary>
    /// <param name="paths">Folders that hold notebooks, or notebooks.</param>
    /// <param name="output">A folder for what runs write.</param>
    /// <exception cref="IOException">One does not exist, lies in the output folder or on another drive.</exception>
    public NotebookFolders(IEnumerable<string> paths, string output)
    {
        var named = paths.ToList();
        if (named.FirstOrDefault(path => !Path.Exists(path)) is { } missing)
        {
            throw new DirectoryNotFoundException($"{missing} does not exist: name folders that hold notebooks (.ipynb, .dib).");
        }

        (Paths, _output) = ([.. named.SelectMany(WithLanguages).Select(Path.GetFullPath).Distinct()], output);
        if (Paths.FirstOrDefault(path => FolderPath.Holds(output, path)) is { } inside)
        {
            throw new IOException($"{inside} is in the output folder {output}: name another folder with --out.");
        }

        Watched = [.. Paths.Select(path => File.Exists(path) ? Path.GetDirectoryName(path)! : path).Distinct()];
        _root = FolderPath.Common(Watched);
        if (Watched.FirstOrDefault(folder => !FolderPath.Holds(_root, folder)) is { } apart)
        {
            throw new IOException($"{_root} and {apart} are on different drives: serve one of them.");
        }
    }

    /// <summary>Full paths of what was named: folders, or notebooks.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>The folders in which notebooks can change.</summary>
    public IReadOnlyList<string> Watched { get; }

    /// <summary>The id of a notebook. Of two files that differ in the extension only, the later one keeps it in its id.</summary>
    /// <param name="file">Full path of the notebook.</param>
    public string IdOf(string file)
    {
        lock (_lock)
        {
            if (!_ids.TryGetValue(file, out var id))
            {
                var name = Path.GetRelativePath(_root, file).Replace(Path.DirectorySeparatorChar, '/');
                var withoutExtension = Path.ChangeExtension(name, null);
                id = _ids.ContainsValue(withoutExtension) ? name : withoutExtension;
                _ids[file] = id;
            }

            return id;
        }
    }

    /// <summary>The file that a run of a notebook writes.</summary>
    /// <param name="file">Full path of the notebook.</param>
    /// <param name="extension">The extension of what is written.</param>
    public string CopyOf(string file, string extension) =>
        Path.Combine(_output, Path.ChangeExtension(Path.GetRelativePath(_root, file), null) + extension);

    /// <summary>Takes the place of a notebook's outputs, unless another has it: two files that differ in the extension would share it.</summary>
    /// <param name="file">Full path of the notebook.</param>
    /// <returns>The other notebook that has the place; null when this one has it now.</returns>
    public string? TakePlace(string file)
    {
        lock (_lock)
        {
            var place = CopyOf(file, "");
            if (_holders.TryGetValue(place, out var holder) && holder != file)
            {
                return holder;
            }

            _holders[place] = file;
            return null;
        }
    }

    /// <summary>Gives the place of a notebook's outputs back: the notebook is gone.</summary>
    /// <param name="file">Full path of the notebook.</param>
    public void LeavePlace(string file)
    {
        lock (_lock)
        {
            var place = CopyOf(file, "");
            if (_holders.GetValueOrDefault(place) == file)
            {
                _holders.Remove(place);
            }
        }
    }

    /// <summary>Whether a file is one of the notebooks and not the result of a run.</summary>
    /// <param name="file">Full path.</param>
    public bool Has(string file) =>
        s_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
        && !IsOutput(file)
        && !Path.GetRelativePath(_root, file).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.'))
        && Paths.Any(path => FolderPath.Holds(path, file));

    /// <summary>Whether a file is in the folder for what runs write.</summary>
    /// <param name="file">Full path.</param>
    public bool IsOutput(string file) => FolderPath.Holds(_output, file);

    /// <summary>The files at a path: those below a folder, or the file itself.</summary>
    /// <param name="path">Full path of a file or a folder, which may be gone.</param>
    public static IReadOnlyList<string> FilesAt(string path)
    {
        try
        {
            return Directory.Exists(path) ? Directory.GetFiles(path, "*", s_everywhere) : [path];
        }
        catch (IOException)
        {
            // It was deleted in between.
            return [];
        }
    }

    /// <summary>The source documents beside the folders csharp and fsharp hold both languages; what they are made into is shown.</summary>
    private static IEnumerable<string> WithLanguages(string path)
    {
        var folders = s_languages.Select(language => Path.Combine(path, language)).Where(Directory.Exists).ToList();
        return folders.Count > 0 ? folders : [path];
    }
}
