namespace GhostNet.Models;

/// <summary>Bottlenecks that work at one resolution.</summary>
public sealed record Stage
{
    /// <summary>Creates a stage.</summary>
    /// <param name="bottlenecks">Its rows, first to last.</param>
    public Stage(params Bottleneck[] bottlenecks) => Bottlenecks = bottlenecks;

    /// <summary>The rows of the stage.</summary>
    public IReadOnlyList<Bottleneck> Bottlenecks { get; }

    /// <summary>Equal when the rows are.</summary>
    /// <param name="other">Another stage.</param>
    public bool Equals(Stage? other) => other is not null && Bottlenecks.SequenceEqual(other.Bottlenecks);

    /// <inheritdoc/>
    public override int GetHashCode() => Bottlenecks.Aggregate(0, HashCode.Combine);

    /// <summary>The rows, one after the other.</summary>
    public override string ToString() => string.Join("; ", Bottlenecks);
}
