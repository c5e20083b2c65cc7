using GhostNet.Arrows;

namespace GhostNet.Tests;

/// <summary>The library's folders as the architecture has them: each uses only those named here.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string> s_mayUse = new()
    {
        ["Training"] = "Evaluation Weights Models Data Layers Runtime IO Kernels Graph",
        ["Inspection"] = "Layers Graph",
        ["Evaluation"] = "Data Models",
        ["Data"] = "IO Kernels",
        ["Weights"] = "IO",
        ["Onnx"] = "Graph IO",
        ["Models"] = "Layers Prediction",
        ["Prediction"] = "Graph Kernels",
        ["Layers"] = "Kernels Graph",
        ["Graph"] = "",
        ["Kernels"] = "Runtime",
        ["Runtime"] = "IO",
        ["IO"] = "",
    };

    [Fact]
    public void Each_folder_uses_only_those_below_it() => Assert.Empty(FolderArrows.Of("GhostNet").NotIn(s_mayUse));

    [Fact]
    public void The_table_has_every_folder_and_no_circle()
    {
        Assert.Equal(s_mayUse.Keys.Order(StringComparer.Ordinal), FolderArrows.Of("GhostNet").Folders);
        Assert.Empty(FolderArrows.OnCircles(s_mayUse));
    }
}
