using GhostNet.Arrows;

namespace GhostNet.Notebooks.Tests;

/// <summary>The program knows all, and what a part is made of does not know the part.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string> s_mayUse = new()
    {
        [FolderArrows.Top] = "Execution Pages Documents Protocol",
        ["Execution"] = "Host Documents Files",
        ["Pages"] = "Documents Files Protocol",
        ["Host"] = "Documents Files Protocol",
        ["Documents"] = "Files",
        ["Files"] = "",
        ["Protocol"] = "",
    };

    [Fact]
    public void Each_folder_uses_only_those_below_it()
    {
        var others = FolderArrows.Of("GhostNet.Notebooks").NotIn(s_mayUse);
        Assert.True(others.Count == 0, string.Join('\n', others));
    }

    [Fact]
    public void The_table_has_every_folder_and_no_circle()
    {
        Assert.Equal(s_mayUse.Keys.Order(StringComparer.Ordinal), FolderArrows.Of("GhostNet.Notebooks").Folders);
        Assert.Empty(FolderArrows.OnCircles(s_mayUse));
    }
}
