using GhostNet.Arrows;

namespace GhostNet.Tests;

/// <summary>The library's folders are as the table in the architecture has them.</summary>
public sealed class ArrowTests() : FolderArrowTests("GhostNet", FolderArrows.TableIn("src/docs/architecture.md"), andWhatTheyUse: true)
{
    [Fact]
    public void The_table_has_no_arrow_that_nothing_needs() =>
        Assert.Empty(FolderArrows.Of("GhostNet").Unused(FolderArrows.TableIn("src/docs/architecture.md")));

    [Fact]
    public void A_folder_may_use_what_those_that_it_names_may_use()
    {
        var all = FolderArrows.WithWhatTheyUse(new Dictionary<string, string> { ["A"] = "B", ["B"] = "C D", ["C"] = "", ["D"] = "C" });
        Assert.Equal(["B C D", "C D", "", "C"], [all["A"], all["B"], all["C"], all["D"]]);
    }
}
