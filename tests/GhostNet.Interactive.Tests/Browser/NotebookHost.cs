using GhostNet.Browser;

namespace GhostNet.Interactive.Tests.Browser;

/// <summary>A program that shows notebooks, as a page with its style sheet and with its elements around each output.</summary>
/// <param name="Name">Its name, and that of its page in the folder <c>Hosts</c>.</param>
/// <param name="Themes">The themes that it has.</param>
internal sealed record NotebookHost(string Name, params HostTheme[] Themes)
{
    private const string Each = "<!--each-->";

    /// <summary>All hosts whose style sheets are known.</summary>
    public static IReadOnlyList<NotebookHost> All { get; } =
    [
        new("classic", new HostTheme("light", false, "() => { }")),
        new("lab", Lab(true), Lab(false)),
        new("vscode", VSCode("vscode-light", false), VSCode("vscode-dark", true), VSCode("vscode-high-contrast", true), VSCode("vscode-high-contrast-light", false, "vscode-high-contrast")),
        new("colab", Colab("light"), Colab("dark")),
        new("verso", Verso("light", "#FFFFFF", "#1E1E1E"), Verso("dark", "#1E1E1E", "#D4D4D4"), Verso("high-contrast", "#000000", "#FFFFFF")),
        new("plain", new HostTheme("light", false, "() => { }")),
    ];

    /// <summary>A page that has no style sheet, and is light or dark as the reader's system.</summary>
    public static NotebookHost Own { get; } = new("own");

    /// <summary>Style sheets of the host itself, by Debian's packages jupyter-notebook and nbconvert; those that are installed are used.</summary>
    public IEnumerable<string> OwnSheets => (Name switch
    {
        "classic" => ["/usr/lib/python3/dist-packages/notebook/static/style/style.min.css"],
        "lab" => new[] { "index.css", "theme-light.css", "theme-dark.css" }.Select(sheet => Path.Combine("/usr/share/jupyter/nbconvert/templates/lab/static", sheet)),
        _ => Enumerable.Empty<string>(),
    }).Where(File.Exists);

    /// <summary>The page with an output for each view.</summary>
    /// <param name="views">The HTML of the views and their names.</param>
    /// <param name="sheet">Text of a style sheet in place of the rules in the file; null for those.</param>
    public string Page(IEnumerable<KeyValuePair<string, string>> views, string? sheet = null)
    {
        var parts = Read($"{Name}.html").Split(Each);
        if (sheet is not null)
        {
            var start = parts[0].IndexOf("<style id=\"sheet\">", StringComparison.Ordinal);
            parts[0] = $"{parts[0][..start]}<style>{sheet}</style>{parts[0][parts[0].IndexOf("</head>", StringComparison.Ordinal)..]}";
        }

        return parts[0]
            + string.Concat(views.Select(view => $"<div data-view=\"{view.Key}\">{parts[1].Replace("<!--view-->", view.Value, StringComparison.Ordinal)}</div>"))
            + parts[2];
    }

    /// <summary>A file of the folder <c>Hosts</c>.</summary>
    public static string Read(string name) =>
        File.ReadAllText(Path.Combine(Chromium.Repository, "tests", "GhostNet.Interactive.Tests", "Browser", "Hosts", name));

    private static HostTheme Lab(bool light) => new(
        light ? "light" : "dark", !light, $"() => {{ document.body.dataset.jpThemeLight = '{(light ? "true" : "false")}'; }}");

    private static HostTheme VSCode(string kind, bool isDark, string also = "") => new(
        kind["vscode-".Length..], isDark, $"() => {{ document.body.className = '{kind} {also}'; document.body.dataset.vscodeThemeKind = '{kind}'; }}");

    private static HostTheme Colab(string name) => new(name, name == "dark", $"() => document.documentElement.setAttribute('theme', '{name}')");

    private static HostTheme Verso(string name, string paper, string ink) => new(
        name,
        name != "light",
        $"() => {{ document.getElementById('verso-theme').textContent = ':root {{ --verso-editor-background: {paper}; --verso-editor-foreground: {ink}; --verso-border-default: #808080; --verso-cell-output-background: #80808020; }}'; }}");
}

/// <summary>A theme of a host.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsDark">Whether text is brighter than what lies behind it.</param>
/// <param name="Choose">A function in JavaScript that gives the page the theme, as the host does.</param>
internal sealed record HostTheme(string Name, bool IsDark, string Choose);
