using GhostNet.Arrows;

namespace GhostNet.Notebooks.Tests;

/// <summary>The program knows all, and what a part is made of does not know the part.</summary>
public sealed class ArrowTests() : FolderArrowTests("GhostNet.Notebooks", new Dictionary<string, string>
{
    [FolderArrows.Top] = "Execution Pages Documents Protocol",
    ["Execution"] = "Host Documents Files",
    ["Pages"] = "Documents Files Protocol",
    ["Host"] = "Documents Files Protocol",
    ["Documents"] = "Files",
    ["Files"] = "",
    ["Protocol"] = "",
});
