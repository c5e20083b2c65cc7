using GhostNet.Arrows;

namespace GhostNet.Notebooks.Tests;

/// <summary>The program knows all, and what a part is made of does not know the part.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string> s_mayUse = new()
    {
        [FolderArrows.Top] = "Execution Pages Documents Protocol",
        ["Execution"] = "Host Documents",
        ["Host"] = "Documents",
        ["Pages"] = "Documents Protocol",
        ["Documents"] = "",
        ["Protocol"] = "",
    };

    [Fact]
    public void Each_folder_uses_only_those_below_it() => Assert.Empty(FolderArrows.Of("GhostNet.Notebooks").NotIn(s_mayUse));

    [Fact]
    public void The_table_has_every_folder_and_no_circle()
    {
        Assert.Equal(s_mayUse.Keys.Order(StringComparer.Ordinal), FolderArrows.Of("GhostNet.Notebooks").Folders);
        Assert.Empty(FolderArrows.OnCircles(s_mayUse));
    }
}
