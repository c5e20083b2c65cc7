namespace GhostNet.Notebooks.Kernels;

/// <summary>A cell did not compile or threw.</summary>
/// <param name="error">What to tell about it.</param>
internal sealed class CellFailedException(CellError error) : Exception(error.Message)
{
    /// <summary>What to tell about it.</summary>
    public CellError Error { get; } = error;
}
