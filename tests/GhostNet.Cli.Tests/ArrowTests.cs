using GhostNet.Arrows;

namespace GhostNet.Cli.Tests;

/// <summary>The program knows its commands, commands know what they are made of, and nothing knows who uses it.</summary>
public class ArrowTests
{
    private static readonly Dictionary<string, string> s_mayUse = new()
    {
        [FolderArrows.Top] = "Commands Checks Options Output",
        ["Commands"] = "Reports Runs Serving Checks Options Processes Output",
        ["Reports"] = "Runs Options Output",
        ["Serving"] = "Processes Output",
        ["Runs"] = "Options Processes Output",
        ["Checks"] = "Options Output",
        ["Options"] = "Output",
        ["Processes"] = "Output",
        ["Output"] = "",
    };

    [Fact]
    public void Each_folder_uses_only_those_below_it()
    {
        // ModelChoice belongs to the options, and goes there when the branch that changes it is merged.
        var others = FolderArrows.Of("GhostNet.Cli").NotIn(s_mayUse).Where(arrow => !arrow.EndsWith("uses ModelChoice", StringComparison.Ordinal)).ToList();
        Assert.True(others.Count == 0, string.Join('\n', others));
    }

    [Fact]
    public void The_table_has_every_folder_and_no_circle()
    {
        Assert.Equal(s_mayUse.Keys.Order(StringComparer.Ordinal), FolderArrows.Of("GhostNet.Cli").Folders);
        Assert.Empty(FolderArrows.OnCircles(s_mayUse));
    }
}
