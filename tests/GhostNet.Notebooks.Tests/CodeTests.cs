using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Kernels;

namespace GhostNet.Notebooks.Tests;

public class CodeTests
{
    [Fact]
    public void A_cell_is_split_by_language_and_keeps_its_line_numbers()
    {
        var parts = CellPart.Split("var a = 1;\n#!fsharp\nlet b = 2\n#!markdown\nText", CellLanguage.CSharp);
        Assert.Equal([CellLanguage.CSharp, CellLanguage.FSharp, CellLanguage.Markdown], parts.Select(part => part.Language));
        Assert.Equal("\n\nlet b = 2", parts[1].Source);
    }

    [Theory]
    [InlineData("#!time\n1")]
    [InlineData("#!share --from csharp x")]
    public void An_unknown_directive_is_named(string source)
    {
        var exception = Assert.Throws<NotebookException>(() => CellPart.Split(source, CellLanguage.CSharp));
        Assert.Contains(source.Split('\n')[0], exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_are_read_from_code()
    {
        var directives = PackageDirectives.Read(
            "#r \"nuget: A.B, 1.2.3\"\n#r \"nuget:C\" // why\n#i \"nuget: /feed\"\n#r \"local.dll\"\nvar r = \"#r \\\"nuget: D\\\"\";\n#r @\"nuget: E, 1.*\";;");
        Assert.Equal([new("A.B", "1.2.3"), new("C", "*"), new("E", "1.*")], directives.References);
        Assert.Equal(["/feed"], directives.Sources);
        Assert.Equal("\n\n\n#r \"local.dll\"\nvar r = \"#r \\\"nuget: D\\\"\";\n", directives.Code);
    }
}
