using GhostNet.Arrows;

namespace GhostNet.Interactive.Tests;

/// <summary>Hosts show views, views are rendered, and nothing knows who uses it.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string> s_mayUse = new()
    {
        ["Hosts"] = "Views Tensors Rendering",
        ["Views"] = "Charts Tensors Rendering Assets",
        ["Charts"] = "Rendering Assets",
        ["Tensors"] = "Rendering",
        ["Rendering"] = "Assets",
        ["Assets"] = "",
    };

    [Fact]
    public void Each_folder_uses_only_those_below_it()
    {
        var others = FolderArrows.Of("GhostNet.Interactive").NotIn(s_mayUse);
        Assert.True(others.Count == 0, string.Join('\n', others));
    }

    [Fact]
    public void The_table_has_every_folder_and_no_circle()
    {
        Assert.Equal(s_mayUse.Keys.Order(StringComparer.Ordinal), FolderArrows.Of("GhostNet.Interactive").Folders);
        Assert.Empty(FolderArrows.OnCircles(s_mayUse));
    }

    [Fact]
    public void An_arrow_that_the_table_lacks_is_named_with_what_needs_it()
    {
        var missing = FolderArrows.Of("GhostNet.Interactive").NotIn(new Dictionary<string, string> { ["Hosts"] = "Tensors Rendering" });
        Assert.Contains(missing, line => line.StartsWith("Hosts → Views: ", StringComparison.Ordinal) && line.Contains("Show uses View", StringComparison.Ordinal));
        Assert.DoesNotContain(missing, line => line.StartsWith("Hosts → Tensors", StringComparison.Ordinal));
        Assert.Equal(["A", "B"], FolderArrows.OnCircles(new Dictionary<string, string> { ["A"] = "B C", ["B"] = "A", ["C"] = "" }));
    }
}
