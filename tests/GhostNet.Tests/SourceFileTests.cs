using System.Text.RegularExpressions;
using GhostNet.Arrows;

namespace GhostNet.Tests;

/// <summary>Rules for source files that no compiler holds.</summary>
public sealed partial class SourceFileTests
{
    private const int MostLines = 350;

    [Fact]
    public void No_file_is_too_long() =>
        Assert.DoesNotContain(Sources("src").Concat(Sources("tests")), file => File.ReadLines(file).Count() > MostLines);

    [Fact]
    public void The_name_of_a_test_is_a_sentence_with_underscores()
    {
        var names = Sources("tests").SelectMany(file => TestMethod().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains(nameof(The_name_of_a_test_is_a_sentence_with_underscores), names);
        Assert.DoesNotContain(names, name => !name.Contains('_', StringComparison.Ordinal));
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    /// <summary>An attribute that makes a test, and the name of the method below it and below its other attributes.</summary>
    [GeneratedRegex(@"^ +\[(?:Fact|Theory|Property)\b.*\n(?:(?! +public ).*\n)* +public [^(=]*?(\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TestMethod();
}
