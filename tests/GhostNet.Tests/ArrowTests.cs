using GhostNet.Arrows;

namespace GhostNet.Tests;

/// <summary>The library's folders as the architecture has them: each uses only those named here.</summary>
public sealed class ArrowTests
{
    /// <summary>Switched on as soon as the folders are there and the arrows that are reported are gone.</summary>
    private const string NotYet = "Issue 17: the folders of the architecture are being made.";

    private static readonly Dictionary<string, string> s_mayUse = new()
    {
        ["Training"] = "Metrics Weights Models Data Layers Runtime IO Kernels Graph",
        ["Inspection"] = "Layers Graph",
        ["Metrics"] = "Data Models",
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

    [Fact(Skip = NotYet)]
    public void Each_folder_uses_only_those_below_it()
    {
        var others = FolderArrows.Of("GhostNet").NotIn(s_mayUse);
        Assert.True(others.Count == 0, string.Join('\n', others));
    }

    [Fact(Skip = NotYet)]
    public void The_table_has_every_folder_and_no_circle()
    {
        Assert.Equal(s_mayUse.Keys.Order(StringComparer.Ordinal), FolderArrows.Of("GhostNet").Folders);
        Assert.Empty(FolderArrows.OnCircles(s_mayUse));
    }
}
