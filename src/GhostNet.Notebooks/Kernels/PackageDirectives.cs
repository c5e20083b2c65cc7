using System.Text.RegularExpressions;

namespace GhostNet.Notebooks.Kernels;

/// <summary>What a piece of code says about packages, and the code without it.</summary>
/// <param name="References">The packages.</param>
/// <param name="Sources">More places to take packages from, from <c>#i "nuget: …"</c>.</param>
/// <param name="Code">The code, with an empty line for each that was taken out.</param>
internal sealed partial record PackageDirectives(
    IReadOnlyList<PackageReference> References, IReadOnlyList<string> Sources, string Code)
{
    /// <summary>Reads the directives of a piece of C# or F# code.</summary>
    /// <param name="code">The code.</param>
    public static PackageDirectives Read(string code)
    {
        var references = new List<PackageReference>();
        var sources = new List<string>();
        var lines = code.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Directive().Match(lines[i]) is { Success: true } match)
            {
                var words = match.Groups["what"].Value.Split(',', 2, StringSplitOptions.TrimEntries);
                lines[i] = "";
                if (match.Groups["kind"].Value == "i")
                {
                    sources.Add(match.Groups["what"].Value.Trim());
                }
                else
                {
                    references.Add(new PackageReference(words[0], words is [_, { Length: > 0 } version] ? version : PackageReference.Newest));
                }
            }
        }

        return new PackageDirectives(references, sources, string.Join('\n', lines));
    }

    [GeneratedRegex("""^\s*#(?<kind>[ri])\s*@?"\s*nuget\s*:(?<what>[^"]+)"\s*(;;)?\s*(//.*)?$""")]
    private static partial Regex Directive();
}
