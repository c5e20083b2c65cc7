using GhostNet.Arrows;

namespace GhostNet.Cli.Tests;

/// <summary>The program knows its commands, commands know what they are made of, and nothing knows who uses it.</summary>
public sealed class ArrowTests() : FolderArrowTests("GhostNet.Cli", new Dictionary<string, string>
{
    [FolderArrows.Top] = "Commands Forms Checks Options Output",
    ["Commands"] = "Reports Forms Runs Serving Checks Options Processes Output",
    ["Reports"] = "Forms Runs Options Output",
    ["Forms"] = "Runs Options Output",
    ["Serving"] = "Processes Output",
    ["Runs"] = "Options Processes Output",
    ["Checks"] = "Options Output",
    ["Options"] = "Output",
    ["Processes"] = "Output",
    ["Output"] = "",
});
