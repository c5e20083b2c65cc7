namespace GhostNet.Weights;

/// <summary>A network that knows its spec, so that a file of its weights can say what network they are of.</summary>
internal interface IDescribedNetwork
{
    /// <summary>What brings the same network back; null when nothing does, because its layers were replaced.</summary>
    ModelSpec? Spec { get; }

    /// <summary>The settings that decide what a network computes, by name: not its dropout.</summary>
    /// <param name="spec">This network's spec, or that of another.</param>
    IReadOnlyDictionary<string, string> Settings(ModelSpec spec);

    /// <summary>What the network calls a tensor that files of others may call otherwise.</summary>
    /// <param name="name">The name in a file.</param>
    string OwnName(string name);
}
