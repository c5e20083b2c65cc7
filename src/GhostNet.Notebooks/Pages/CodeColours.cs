using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using GhostNet.Notebooks.Documents;

namespace GhostNet.Notebooks.Pages;

/// <summary>Colours comments, strings, numbers and keywords of C# and F#: enough to read by, without a compiler.</summary>
internal static partial class CodeColours
{
    /// <summary>Longer cells stay black: where comments or strings are begun and never ended, the time grows with the square of the length.</summary>
    private const int LongestCode = 100_000;

    /// <summary>Code as HTML.</summary>
    /// <param name="code">The code.</param>
    /// <param name="language">What it is written in.</param>
    public static string ToHtml(string code, CellLanguage language)
    {
        var pattern = language switch
        {
            CellLanguage.CSharp => CSharp(),
            CellLanguage.FSharp => FSharp(),
            _ => null,
        };
        if (pattern is null || code.Length > LongestCode)
        {
            return WebUtility.HtmlEncode(code);
        }

        var html = new StringBuilder();
        var end = 0;
        foreach (Match match in pattern.Matches(code))
        {
            var kind = match.Groups.Values.Skip(1).First(group => group.Success).Name;
            html.Append(WebUtility.HtmlEncode(code[end..match.Index]))
                .Append("<span class=\"").Append(kind).Append("\">").Append(WebUtility.HtmlEncode(match.Value)).Append("</span>");
            end = match.Index + match.Length;
        }

        return html.Append(WebUtility.HtmlEncode(code[end..])).ToString();
    }

    [GeneratedRegex("""
        (?<comment>//[^\n]*|/\*.*?\*/)
        |(?<string>\${0,2}\"{3}.*?\"{3}|(?:\$@|@\$|@)"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+')
        |(?<number>\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?[fFdDmMlLuU]?\b)
        |(?<directive>^\#[!a-z]+)
        |(?<keyword>\b(?:abstract|as|async|await|bool|break|byte|case|catch|char|class|const|continue|decimal|default|do|double|else|enum|event|false|finally|float|for|foreach|get|if|in|init|int|interface|internal|is|lock|long|namespace|new|null|object|or|and|not|out|override|params|private|protected|public|readonly|record|ref|return|sealed|set|short|static|string|struct|switch|this|throw|true|try|typeof|uint|ulong|using|var|virtual|void|when|where|while|with|yield)\b)
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CSharp();

    [GeneratedRegex("""
        (?<comment>//[^\n]*|\(\*(?!\)).*?\*\))
        |(?<string>\$?\"{3}.*?\"{3}|(?:\$@|@\$|@)"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\\n])')
        |(?<number>\b\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?(?:[fFmMyslLunUyI]{1,2})?\b)
        |(?<directive>^\#[!a-z]+)
        |(?<keyword>\b(?:abstract|and|as|async|begin|class|do|done|downto|elif|else|end|exception|false|finally|for|fun|function|if|in|inherit|inline|interface|lazy|let|match|member|module|mutable|namespace|new|not|null|of|open|or|override|private|public|rec|return|seq|static|struct|task|then|to|true|try|type|upcast|use|val|when|while|with|yield)\b!?)
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex FSharp();
}
