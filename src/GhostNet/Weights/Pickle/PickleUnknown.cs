namespace GhostNet.Weights.Pickle;

/// <summary>
/// Stands for anything else of Python: a class, a function, an object made by one, bytes, a set. Nothing is looked up, made
/// or run for it: it is only a name, and what the file puts into it is dropped.
/// </summary>
/// <param name="Name">Its name in Python, or that of what makes it.</param>
internal sealed record PickleUnknown(string Name)
{
    /// <summary>Whether it is a tensor, of a kind that is not read here.</summary>
    public bool IsTensor => Name.StartsWith("torch.", StringComparison.Ordinal)
        && (Name.EndsWith("Storage", StringComparison.Ordinal) || Name.Contains("._rebuild_", StringComparison.Ordinal));
}
