using System.Net;
using System.Text.RegularExpressions;

namespace GhostNet.Notebooks.Host;

/// <summary>
/// What the host shows about itself and a notebook must not keep: the progress of a package restore, the paths of extension scripts, and the
/// style sheet that it adds to each plain value.
/// </summary>
internal static partial class HostNoise
{
    /// <summary>What F# Interactive writes to the error stream beside the error itself.</summary>
    public const string FSharpStopped = "Stopped due to error\n";

    /// <summary>Warnings that the .NET SDK too switches off in every project: an assembly of a newer version takes the place of an older one.</summary>
    public static bool IsUnification(string code) => code is "CS1701" or "CS1702";

    /// <summary>Whether a text tells where an extension of a package lies.</summary>
    /// <param name="text">The text.</param>
    public static bool IsExtensionPath(string text) => ExtensionPath().IsMatch(text);

    /// <summary>Whether HTML is the progress of a package restore.</summary>
    /// <param name="html">The HTML.</param>
    public static bool IsRestore(string html) => RestoreBegin().IsMatch(html);

    /// <summary>The packages with their versions that a finished restore shows; none while it runs.</summary>
    /// <param name="html">The HTML of the restore.</param>
    public static IReadOnlyList<string> Installed(string html) => RestoreEnd().Match(html) is { Success: true } match
        ? [.. match.Groups["package"].Captures.Select(package => WebUtility.HtmlDecode(package.Value).Replace(",", "", StringComparison.Ordinal))]
        : [];

    /// <summary>The text of a plain value, such as a number, which the host dresses as HTML with a style sheet; null for other HTML.</summary>
    /// <param name="html">The HTML.</param>
    public static string? PlainText(string html) => PlainValue().Match(html) is { Success: true } match
        ? WebUtility.HtmlDecode(match.Groups["text"].Value)
        : null;

    [GeneratedRegex(@"\ALoading extensions? (?:script )?from `[^\n]+`\z")]
    private static partial Regex ExtensionPath();

    [GeneratedRegex(@"\A<div><div>(?:<strong>Restore sources</strong>.*?)?</div><div>(?:<strong>Installing Packages</strong>.*?)?</div><div>", RegexOptions.Singleline)]
    private static partial Regex RestoreBegin();

    [GeneratedRegex(@"<strong>Installed Packages</strong><ul>(?:<li><span>(?<package>[^<]*)</span></li>)+</ul>")]
    private static partial Regex RestoreEnd();

    [GeneratedRegex(@"\A<div class=""dni-plaintext""><pre>(?<text>[^<]*)</pre></div>(?:<style>[^<]*</style>)?\z")]
    private static partial Regex PlainValue();
}
