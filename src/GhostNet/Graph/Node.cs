namespace GhostNet.Graph;

/// <summary>An operation in a graph, and what it makes.</summary>
/// <param name="Name">Path of the layer that it comes from, and what it is there; unique within the graph.</param>
/// <param name="Operation">What is done.</param>
/// <param name="Inputs">With what.</param>
/// <param name="Channels">Second dimension of what is made.</param>
/// <param name="IsMap">Whether that has a height and a width.</param>
internal sealed record Node(string Name, Operation Operation, IReadOnlyList<Node> Inputs, long Channels, bool IsMap)
{
    /// <summary>Two nodes are two, even if they do the same.</summary>
    public bool Equals(Node? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>The node in a few words, without all that comes before it.</summary>
    public override string ToString() => $"{Name}: {Operation.GetType().Name} of {string.Join(", ", Inputs.Select(input => input.Name))}";
}
