using GhostNet.Arrows;

namespace GhostNet.Tests;

/// <summary>The library's folders are as the table in <c>src/docs/architecture.md</c> has them: each uses only those that it names.</summary>
public sealed class ArrowTests
{
    private static readonly IReadOnlyDictionary<string, string> s_table = FolderArrows.TableIn("src/docs/architecture.md");

    [Fact]
    public void Each_folder_uses_only_those_below_it()
    {
        var others = FolderArrows.Of("GhostNet").NotIn(FolderArrows.WithWhatTheyUse(s_table));
        Assert.True(others.Count == 0, string.Join('\n', others));
    }

    [Fact]
    public void The_table_has_every_folder_and_no_circle()
    {
        Assert.Equal(FolderArrows.Of("GhostNet").Folders, s_table.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(FolderArrows.OnCircles(s_table));
    }

    [Fact]
    public void The_table_has_no_arrow_that_nothing_needs()
    {
        Assert.Empty(FolderArrows.Of("GhostNet").Unused(s_table));
    }

    [Fact]
    public void A_folder_may_use_what_those_that_it_names_may_use()
    {
        var all = FolderArrows.WithWhatTheyUse(new Dictionary<string, string> { ["A"] = "B", ["B"] = "C D", ["C"] = "", ["D"] = "C" });
        Assert.Equal(["B C D", "C D", "", "C"], [all["A"], all["B"], all["C"], all["D"]]);
    }
}
