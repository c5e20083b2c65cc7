using GhostNet.Notebooks.Files;

namespace GhostNet.Notebooks.Documents;

/// <summary>Finds notebooks.</summary>
internal static class NotebookFiles
{
    private static readonly string[] s_extensions = [".ipynb", ".dib"];

    /// <summary>The notebooks that files and folders name, in order, each once.</summary>
    /// <param name="paths">Notebooks, or folders that hold them at any depth.</param>
    /// <param name="language">Only those of this language; null for all. A file that is named itself always counts.</param>
    /// <param name="output">What lies in this folder is the result of a run, not one of the notebooks of a folder around it.</param>
    /// <exception cref="NotebookException">A path does not exist, or there is no notebook.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths, CellLanguage? language, string? output = null)
    {
        var files = paths.SelectMany(path => FindIn(path, language, output)).Select(Path.GetFullPath).Distinct().ToList();
        return files.Count > 0
            ? files
            : throw new NotebookException($"no notebook{(language is { } one ? $" in {one.Title()}" : "")} in {string.Join(", ", paths)}.");
    }

    private static IEnumerable<string> FindIn(string path, CellLanguage? language, string? output)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new NotebookException($"{path} does not exist: give notebooks (.ipynb, .dib) or folders that hold them.");
        }

        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => s_extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && !IsHidden(path, file))
            .Where(file => output is null || !IsBelow(output, path) || !FolderPath.Holds(Path.GetFullPath(output), Path.GetFullPath(file)))
            .Order(StringComparer.Ordinal)
            .Where(file => language is null || IsWrittenIn(language.Value, file));
    }

    private static bool IsBelow(string path, string folder) =>
        FolderPath.Holds(Path.GetFullPath(folder), Path.GetFullPath(path)) && Path.GetRelativePath(folder, path) != ".";

    private static bool IsWrittenIn(CellLanguage language, string file)
    {
        try
        {
            return Notebook.Load(file).Language == language;
        }
        catch (NotebookException)
        {
            // Loading it again, when its turn comes, reports what is wrong.
            return true;
        }
    }

    /// <summary>Jupyter keeps its own copies in <c>.ipynb_checkpoints</c>.</summary>
    private static bool IsHidden(string folder, string file) =>
        Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.'));
}
