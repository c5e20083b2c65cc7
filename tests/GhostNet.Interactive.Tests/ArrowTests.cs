using GhostNet.Arrows;

namespace GhostNet.Interactive.Tests;

/// <summary>Hosts show views, views are rendered, and nothing knows who uses it.</summary>
public sealed class ArrowTests() : FolderArrowTests("GhostNet.Interactive", new Dictionary<string, string>
{
    ["Hosts"] = "Views Tensors Rendering",
    ["Views"] = "Charts Tensors Rendering Assets",
    ["Charts"] = "Rendering Assets",
    ["Tensors"] = "Rendering",
    ["Rendering"] = "Assets",
    ["Assets"] = "",
})
{
    [Fact]
    public void An_arrow_that_the_table_lacks_is_named_with_what_needs_it()
    {
        var missing = FolderArrows.Of("GhostNet.Interactive").NotIn(new Dictionary<string, string> { ["Hosts"] = "Tensors Rendering" });
        Assert.Contains(missing, line => line.StartsWith("Hosts → Views: ", StringComparison.Ordinal) && line.Contains("Show uses View", StringComparison.Ordinal));
        Assert.DoesNotContain(missing, line => line.StartsWith("Hosts → Tensors", StringComparison.Ordinal));
        Assert.Equal(["A", "B"], FolderArrows.OnCircles(new Dictionary<string, string> { ["A"] = "B C", ["B"] = "A", ["C"] = "" }));
    }
}
