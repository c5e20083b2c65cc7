using System.Text.RegularExpressions;

namespace GhostNet.Arrows;

/// <summary>Which folders of a project use which: read from the types, signatures and instructions of its assembly.</summary>
/// <remarks>A constant of another type leaves no trace in an assembly, and neither does a comment: neither is an arrow.</remarks>
internal sealed partial class FolderArrows
{
    /// <summary>The name of the project's own folder, where it has types too.</summary>
    public const string Top = "(top)";

    private readonly Dictionary<(string From, string To), SortedSet<string>> _arrows = [];

    private FolderArrows()
    {
    }

    /// <summary>The folders that have types.</summary>
    public SortedSet<string> Folders { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a project.</summary>
    /// <param name="project">Its folder under <c>src</c>, which is also the name of its assembly.</param>
    public static FolderArrows Of(string project)
    {
        var folders = FoldersOfTypes(Path.Combine(Repository.Root, "src", project));
        var result = new FolderArrows();
        result.Folders.UnionWith(folders.Values);
        foreach (var (user, used) in TypeReferences.In(Path.Combine(AppContext.BaseDirectory, $"{project}.dll")))
        {
            // What the compiler makes for itself, and files of another project, lie in no folder.
            if (folders.TryGetValue(user, out var from) && folders.TryGetValue(used, out var to) && from != to)
            {
                if (!result._arrows.TryGetValue((from, to), out var examples))
                {
                    result._arrows[(from, to)] = examples = new SortedSet<string>(StringComparer.Ordinal);
                }

                examples.Add($"{Short(user)} uses {Short(used)}");
            }
        }

        return result;
    }

    /// <summary>The arrows that a table does not have, each with what needs it.</summary>
    /// <param name="table">For each folder, all that it may use, separated by spaces.</param>
    public IReadOnlyList<string> NotIn(IReadOnlyDictionary<string, string> table) =>
    [
        .. _arrows.Where(arrow => !Names(table.GetValueOrDefault(arrow.Key.From) ?? "").Contains(arrow.Key.To))
            .OrderBy(arrow => arrow.Key)
            .Select(arrow => $"{arrow.Key.From} → {arrow.Key.To}: {string.Join("; ", arrow.Value)}"),
    ];

    /// <summary>The arrows of a table that nothing in the project needs.</summary>
    /// <param name="table">For each folder, all that it may use, separated by spaces.</param>
    public IReadOnlyList<string> Unused(IReadOnlyDictionary<string, string> table) =>
    [
        .. table.SelectMany(row => Names(row.Value).Where(to => !_arrows.ContainsKey((row.Key, to))).Select(to => $"{row.Key} → {to}")),
    ];

    /// <summary>The table of folders in a document: in each row the folder first, and last those that it may use.</summary>
    /// <param name="document">Its path from the repository's root.</param>
    public static IReadOnlyDictionary<string, string> TableIn(string document) => TableRow().Matches(File.ReadAllText(Path.Combine(Repository.Root, document)))
        .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value.Replace("`", "").Replace(",", "").Trim());

    /// <summary>A table in which each folder may also use what those that it names may use.</summary>
    /// <param name="table">For each folder, those that it names, separated by spaces. It must have no circle.</param>
    public static IReadOnlyDictionary<string, string> WithWhatTheyUse(IReadOnlyDictionary<string, string> table)
    {
        return table.ToDictionary(row => row.Key, row => string.Join(' ', Reached(row.Key).Distinct().Order(StringComparer.Ordinal)));

        IEnumerable<string> Reached(string folder) => Names(table[folder]).SelectMany(to => Reached(to).Prepend(to));
    }

    /// <summary>Folders of a table that could be on a circle: nothing is left when every arrow runs one way.</summary>
    /// <param name="table">For each folder, all that it may use, separated by spaces.</param>
    public static IReadOnlyList<string> OnCircles(IReadOnlyDictionary<string, string> table)
    {
        var left = table.ToDictionary(row => row.Key, row => Names(row.Value));
        while (left.FirstOrDefault(row => !row.Value.Any(left.ContainsKey)).Key is { } free)
        {
            left.Remove(free);
        }

        return [.. left.Keys];
    }

    /// <summary>The folder of each type that a project declares, by its name with its namespace.</summary>
    private static Dictionary<string, string> FoldersOfTypes(string project)
    {
        var folders = new Dictionary<string, string>();
        foreach (var file in Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(project, file).Split(Path.DirectorySeparatorChar);
            if (parts[0] is "bin" or "obj" or "build")
            {
                continue;
            }

            var text = File.ReadAllText(file);
            var space = Namespace().Match(text) is { Success: true } match ? match.Groups[1].Value + "." : "";
            foreach (Match type in TypeName().Matches(text))
            {
                folders[space + type.Groups[1].Value] = parts.Length == 1 ? Top : parts[0];
            }
        }

        return folders;
    }

    private static string[] Names(string cell) => cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Short(string type) => type[(type.LastIndexOf('.') + 1)..];

    [GeneratedRegex(@"^\| `(\w+)` \|.*\|([^|]*)\|\r?$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:(?:public|internal|static|sealed|abstract|partial|readonly|unsafe|ref) )*(?:class|struct|enum|interface|record(?: struct| class)?|delegate [\w<>?\[\].]+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeName();
}
