using System.Text;
using System.Text.RegularExpressions;

namespace GhostNet.Cli.Serving;

/// <summary>The pages of the server.</summary>
/// <param name="notebooks">The notebooks.</param>
/// <param name="token">The token without which nothing is run: only these pages know it.</param>
internal sealed partial class ServedPages(NotebookCollection notebooks, string token)
{
    private static readonly Dictionary<string, string> s_languages = new() { ["csharp"] = "C#", ["fsharp"] = "F#" };

    /// <summary>What may happen in a page of the server's own.</summary>
    public const string OwnPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The page with all notebooks of a language, or with what a search has found.</summary>
    /// <param name="language">The reader's language, or null.</param>
    /// <param name="question">What to search for; nothing for all.</param>
    public string Index(string? language, string question)
    {
        var all = notebooks.All;
        var languages = all.Where(notebook => notebook.Shown.Language.Length > 0).Select(notebook => notebook.Shown.Language).Distinct().Order(StringComparer.Ordinal).ToList();
        language = languages.Contains(language ?? "") ? language! : languages.FirstOrDefault() ?? "";
        var shown = all.Where(notebook => notebook.Shown.Language == language || notebook.Shown.Language.Length == 0).ToList();
        var words = NotebookSearch.Words(question);
        return Fill("index.html", new()
        {
            ["languages"] = new Html(languages.Count < 2 ? "" : Languages(languages.Select(name => (name, $"/?language={name}{(question.Length > 0 ? $"&q={Uri.EscapeDataString(question)}" : "")}")), language)),
            ["language"] = language,
            ["question"] = question,
            ["content"] = new Html(words.Count > 0 ? Results(shown, words) : $"<ol class=\"cards\">{string.Concat(shown.Select(Card))}</ol>"),
        });
    }

    /// <summary>A notebook's page with the way to the others, and the policy for it.</summary>
    /// <param name="notebook">The notebook.</param>
    public (string Page, string Policy) Notebook(ServedNotebook notebook)
    {
        if (notebook.Page.Length == 0)
        {
            return (Message(notebook.Shown.Title, notebook.Detail), OwnPolicy);
        }

        var page = File.ReadAllText(notebook.Page);
        if (Policy().Match(page) is not { Success: true } policy)
        {
            throw new InvalidDataException($"{notebook.Page} is not a page of this version: run the notebook again.");
        }

        // The page's own policy would keep the server's script from it. Nothing that came with a file may use a form of the page.
        var secret = policy.Groups["secret"].Value;
        var allowed = $"default-src 'none'; script-src 'nonce-{secret}' 'strict-dynamic'; style-src 'unsafe-inline' 'self'; img-src data: blob:; media-src data: blob:; "
            + $"font-src data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action {(notebook.WasRun ? "'self'" : "'none'")}";
        var text = new StringBuilder(page).Remove(policy.Index, policy.Length).Insert(policy.Index, Fill("head.html", new() { ["secret"] = secret })).ToString();
        var body = text.IndexOf("<body>", StringComparison.Ordinal) + "<body>".Length;
        text = text.Insert(body, Bar(notebook));
        return (text.Insert(text.LastIndexOf("<footer>", StringComparison.Ordinal), Pager(notebook)), allowed);
    }

    /// <summary>A page with a message.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="text">The message.</param>
    public static string Message(string title, string text) => Fill("message.html", new() { ["title"] = title, ["text"] = text });

    private string Card(ServedNotebook notebook) => Fill("card.html", new()
    {
        ["id"] = notebook.Id,
        ["address"] = Address(notebook),
        ["version"] = notebook.Version,
        ["state"] = notebook.State,
        ["title"] = notebook.Shown.Title,
        ["summary"] = notebook.State == NotebookState.Damaged ? notebook.Detail : notebook.Shown.Summary,
        ["picture"] = new Html(notebook.Shown.Thumbnail is null ? "" : Fill("picture.html", new() { ["path"] = AddressPath(notebook), ["version"] = notebook.Version, ["title"] = notebook.Shown.Title })),
        ["status"] = notebook.Status,
        ["detail"] = notebook.State == NotebookState.Damaged ? "" : FirstLine(notebook.Detail),
        ["actions"] = new Html(notebook.State == NotebookState.Damaged ? "" : Actions(notebook)),
    });

    private static string Results(IReadOnlyList<ServedNotebook> shown, IReadOnlyList<string> words)
    {
        var found = NotebookSearch.Find(shown, words).ToList();
        var results = found.Select(result => Fill("result.html", new()
        {
            ["title"] = result.Notebook.Shown.Title,
            ["address"] = Address(result.Notebook),
            ["passages"] = new Html(string.Concat(result.Passages.Select(passage => Fill("passage.html", new()
            {
                // Browsers that know text fragments go to the word itself, others to its cell.
                ["address"] = $"{Address(result.Notebook)}#{passage.Anchor}{(passage.Kind == "text" ? $":~:text={Uri.EscapeDataString(words[0]).Replace("-", "%2D", StringComparison.Ordinal)}" : "")}",
                ["kind"] = passage.Kind,
                ["heading"] = passage.Heading,
                ["excerpt"] = NotebookSearch.Excerpt(passage.Text, words),
            })))),
        }));
        return Fill("results.html", new() { ["count"] = found.Count == 1 ? "1 notebook" : $"{found.Count} notebooks", ["results"] = new Html(string.Concat(results)) });
    }

    private string Bar(ServedNotebook notebook)
    {
        var (previous, next) = Neighbours(notebook);
        var twins = notebooks.All.Where(other => Path.GetFileName(other.Id) == Path.GetFileName(notebook.Id) && s_languages.ContainsKey(other.Shown.Language))
            .DistinctBy(other => other.Shown.Language).OrderBy(other => other.Shown.Language, StringComparer.Ordinal).ToList();
        return Fill("bar.html", new()
        {
            ["id"] = notebook.Id,
            ["version"] = notebook.Version,
            ["state"] = notebook.State,
            ["status"] = notebook.Status,
            ["detail"] = FirstLine(notebook.Detail),
            ["previous"] = Step(previous, "prev", "‹", "Previous"),
            ["next"] = Step(next, "next", "›", "Next"),
            ["languages"] = new Html(twins.Count < 2 ? "" : Languages(twins.Select(twin => (twin.Shown.Language, Address(twin))), notebook.Shown.Language)),
            ["actions"] = new Html(notebook.WasRun ? Actions(notebook) : Fill("still.html", new() { ["path"] = AddressPath(notebook), ["language"] = notebook.Shown.Language })),
        });
    }

    private string Pager(ServedNotebook notebook)
    {
        var (previous, next) = Neighbours(notebook);
        return Fill("pager.html", new() { ["previous"] = Link(previous, "prev", "Previous"), ["next"] = Link(next, "next", "Next") });

        static Html Link(ServedNotebook? other, string relation, string word) => new(other is null
            ? ""
            : Fill("pager-link.html", new() { ["address"] = Address(other), ["relation"] = relation, ["word"] = word, ["title"] = other.Shown.Title }));
    }

    private static Html Step(ServedNotebook? other, string relation, string sign, string word) => new(other is null
        ? ""
        : Fill("step.html", new() { ["address"] = Address(other), ["relation"] = relation, ["sign"] = sign, ["word"] = word, ["title"] = other.Shown.Title }));

    private (ServedNotebook? Previous, ServedNotebook? Next) Neighbours(ServedNotebook notebook)
    {
        var same = notebooks.All.Where(other => other.Shown.Language == notebook.Shown.Language && other.Page.Length > 0).ToList();
        var place = same.FindIndex(other => other.Id == notebook.Id);
        return (same.ElementAtOrDefault(place - 1), place < 0 ? null : same.ElementAtOrDefault(place + 1));
    }

    private string Actions(ServedNotebook notebook) => Fill("actions.html", new() { ["path"] = AddressPath(notebook), ["token"] = token, ["title"] = notebook.Shown.Title });

    private static string Languages(IEnumerable<(string Name, string Address)> languages, string current) => Fill("languages.html", new()
    {
        ["links"] = new Html(string.Concat(languages.Select(language => Fill("language.html", new()
        {
            ["address"] = language.Address,
            ["current"] = language.Name == current ? "true" : "false",
            ["name"] = s_languages.GetValueOrDefault(language.Name, language.Name),
        })))),
    });

    private static string Address(ServedNotebook notebook) => $"/{AddressPath(notebook)}.html";

    /// <summary>The id as a part of an address: a file's name may hold <c>#</c>, <c>?</c> and <c>%</c>.</summary>
    private static string AddressPath(ServedNotebook notebook) => string.Join('/', notebook.Id.Split('/').Select(Uri.EscapeDataString));

    private static string FirstLine(string text) => text.Split('\n', 2)[0];

    private static string Fill(string name, Dictionary<string, object?> values) => Template.Fill(name, values);

    [GeneratedRegex("""<meta http-equiv="Content-Security-Policy" content="[^"]*'nonce-(?<secret>[0-9a-f]+)'[^"]*">""")]
    private static partial Regex Policy();
}
