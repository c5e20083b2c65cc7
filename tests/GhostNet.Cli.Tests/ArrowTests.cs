using GhostNet.Arrows;

namespace GhostNet.Cli.Tests;

/// <summary>The program knows its commands, commands know what they are made of, and nothing knows who uses it.</summary>
public sealed class ArrowTests() : FolderArrowTests("GhostNet.Cli", new Dictionary<string, string>
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
});
