using GhostNet.Notebooks.Files;

namespace GhostNet.Notebooks.Documents;

/// <summary>A notebook to run, and the files that its run writes.</summary>
/// <param name="Notebook">The notebook's file.</param>
/// <param name="Path">The full path of the files that are written, without an extension.</param>
internal sealed record NotebookTarget(string Notebook, string Path)
{
    /// <summary>The notebook with its outputs.</summary>
    public string Executed => $"{Path}.ipynb";

    /// <summary>The page.</summary>
    public string Page => $"{Path}.html";

    /// <summary>Gives each notebook its place in a folder, with the folders that it lies in below what all have in common.</summary>
    /// <param name="files">Full paths of notebooks.</param>
    /// <param name="output">The folder.</param>
    /// <exception cref="NotebookException">Two notebooks differ in the extension only, or no folder holds all.</exception>
    public static IReadOnlyList<NotebookTarget> Of(IReadOnlyList<string> files, string output)
    {
        // From one drive there is no way to another: the result would take the place of the notebook itself.
        if (files.FirstOrDefault(file => !string.Equals(System.IO.Path.GetPathRoot(file), System.IO.Path.GetPathRoot(files[0]), StringComparison.OrdinalIgnoreCase)) is { } apart)
        {
            throw new NotebookException($"{files[0]} and {apart} are on different drives: run one of them.");
        }

        var root = FolderPath.Common(files.Select(file => System.IO.Path.GetDirectoryName(file)!));
        if (files.GroupBy(file => System.IO.Path.ChangeExtension(file, null)).FirstOrDefault(group => group.Count() > 1) is { } pair)
        {
            throw new NotebookException($"{string.Join(" and ", pair)} would be written to the same file: run one of them.");
        }

        return [.. files.Select(file => new NotebookTarget(
            file, System.IO.Path.GetFullPath(System.IO.Path.Combine(output, System.IO.Path.GetRelativePath(root, System.IO.Path.ChangeExtension(file, null))))))];
    }

    /// <summary>Makes sure, before anything runs, that both files can be written.</summary>
    /// <exception cref="IOException">They cannot; the message says why.</exception>
    public void RequireWritable()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        try
        {
            Directory.CreateDirectory(folder);
            WriteProbe.Try(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the output folder {folder} cannot be used: {exception.Message} Name another folder with --out.", exception);
        }

        foreach (var file in new[] { Executed, Page })
        {
            if (Directory.Exists(file))
            {
                throw new IOException($"{file} cannot be written: it is a folder. Name another folder with --out.");
            }

            if (File.Exists(file) && File.GetAttributes(file).HasFlag(FileAttributes.ReadOnly))
            {
                throw new IOException($"{file} cannot be replaced: it is read-only. Name another folder with --out.");
            }
        }
    }
}
