using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;

namespace GhostNet.Cli.Serving;

/// <summary>HTML that is part of the program: a file with places such as <c>{{title}}</c>.</summary>
internal static partial class Template
{
    private static readonly ConcurrentDictionary<string, string> s_files = new();

    /// <summary>A file as it is.</summary>
    /// <param name="name">Its name.</param>
    public static string Read(string name) => s_files.GetOrAdd(name, static name =>
    {
        using var reader = new StreamReader(typeof(Template).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    });

    /// <summary>Fills the places of a template.</summary>
    /// <param name="name">The name of its file.</param>
    /// <param name="values">What belongs into each place: text, or <see cref="Html"/> that stays as it is.</param>
    public static string Fill(string name, IReadOnlyDictionary<string, object?> values) => Place().Replace(Read(name), place =>
        values[place.Groups[1].Value] is Html html ? html.Text : WebUtility.HtmlEncode(values[place.Groups[1].Value]?.ToString() ?? ""));

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Place();
}
