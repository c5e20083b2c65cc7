using GhostNet.IO;

namespace GhostNet.Data;

/// <summary>Pictures of your own, with their classes in a table: a text file with a line <c>file,label</c> for each picture, or <c>file,label;label</c> where pictures show several things.</summary>
/// <remarks>
/// A first line <c>file,label</c> (or <c>file,labels</c>) is a title. Paths are relative to the folder of the table. The text is UTF-8, and cells may stand in quotes. The classes are sorted
/// by name, ordinally; the pictures keep their order.
/// </remarks>
public sealed class ImageCsv : IImageSource
{
    private readonly List<(string Path, int[] Labels)> _pictures;
    private readonly bool _hasSeveral;

    private ImageCsv(string path, IReadOnlyList<string> classNames, List<(string Path, int[] Labels)> pictures, bool hasSeveral) =>
        (Name, ClassNames, _pictures, _hasSeveral) = (Path.GetFileNameWithoutExtension(path), classNames, pictures, hasSeveral);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public int Count => _pictures.Count;

    /// <summary>Reads a table; opens none of the pictures.</summary>
    /// <param name="path">The table.</param>
    /// <param name="classNames">The classes of a model, in the order of its labels, of which the table may have some; null for those of the table.</param>
    /// <param name="severalClasses">Whether pictures may have several classes even if none in this table has, as for a model that was trained so.</param>
    /// <exception cref="IOException">It is missing or can't be read.</exception>
    /// <exception cref="InvalidDataException">A line is wrong, or there are not at least two classes; the message says what and where.</exception>
    public static ImageCsv Open(string path, IReadOnlyList<string>? classNames = null, bool severalClasses = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new StreamReader(DataFileReader.Open(path, "Give the path of a table with a line file,label for each picture."));
        List<(string File, string[] Labels)> lines;
        try
        {
            lines = [.. CsvLines.Read(reader.ReadToEnd()).Where(static line => !IsTitle(line.Number, line.Cells)).Select(static line => Parse(line.Number, line.Cells))];
        }
        catch (InvalidDataException wrong)
        {
            throw new InvalidDataException($"{path}, {wrong.Message}. A line is file,label or file,label;label.", wrong);
        }

        if (lines.GroupBy(static line => line.File, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1)?.Key is { } twice)
        {
            throw new InvalidDataException($"{path} names {twice} twice. Write all classes of a picture into one line: {twice},label;label.");
        }

        var names = lines.SelectMany(static line => line.Labels).Distinct().Order(StringComparer.Ordinal).ToList();
        if (lines.Count == 0 || (classNames is null && names.Count < 2))
        {
            throw new InvalidDataException($"{path} names {(names.Count == 0 ? "no picture" : $"no class but {names[0]}")}: there must be two classes or more.");
        }

        if (classNames is not null && names.Except(classNames).ToList() is { Count: > 0 } others)
        {
            throw new InvalidDataException($"{path} has classes that were not trained: {ImageFolder.Few(others)}. The names must be those of the classes: {ImageFolder.Few(classNames)}.");
        }

        var classes = classNames ?? names;
        var labels = classes.Index().ToDictionary(static item => item.Item, static item => item.Index, StringComparer.Ordinal);
        var folder = Path.GetDirectoryName(path) ?? "";
        return new ImageCsv(
            path,
            classes,
            [.. lines.Select(line => (Path.Combine(folder, line.File), Array.ConvertAll(line.Labels, label => labels[label])))],
            severalClasses || lines.Any(static line => line.Labels.Length > 1));
    }

    /// <inheritdoc/>
    public int LabelOf(int index) => _pictures[index].Labels[0];

    /// <inheritdoc/>
    public IReadOnlyList<int>? LabelsOf(int index) => _hasSeveral ? _pictures[index].Labels : null;

    /// <inheritdoc/>
    public string NameOf(int index) => _pictures[index].Path;

    /// <inheritdoc/>
    public Stream Open(int index) => DataFileReader.Open(_pictures[index].Path, "Put it back, or take its line out of the table.");

    /// <summary>The name, the number of pictures and of classes.</summary>
    public override string ToString() => $"{Name}: {Count} pictures, {ClassNames.Count} classes{(_hasSeveral ? ", several in a picture" : "")}";

    private static bool IsTitle(int number, IReadOnlyList<string> cells) =>
        number == 1 && cells is [var file, var label] && file.Equals("file", StringComparison.OrdinalIgnoreCase)
        && (label.Equals("label", StringComparison.OrdinalIgnoreCase) || label.Equals("labels", StringComparison.OrdinalIgnoreCase));

    private static (string File, string[] Labels) Parse(int number, IReadOnlyList<string> cells)
    {
        if (cells is not [{ Length: > 0 } file, { Length: > 0 } text])
        {
            throw new InvalidDataException($"line {number} has {(cells.Count == 2 ? "an empty cell" : $"{NumberFormat.Count(cells.Count, "cell")} instead of 2")}");
        }

        var labels = text.Split(';', StringSplitOptions.TrimEntries);
        return labels.Any(static label => label.Length == 0) || labels.Distinct().Count() < labels.Length
            ? throw new InvalidDataException($"line {number} names an empty class, or a class twice: {text}")
            : (file, labels);
    }
}
