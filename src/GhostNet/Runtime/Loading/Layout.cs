namespace GhostNet.Runtime;

/// <summary>Folders that belong together: files of two layouts are never mixed.</summary>
/// <param name="Wrappers">Where TorchSharp's native library may be, in order of preference.</param>
/// <param name="Engines">Where libtorch may be, all of it in one of them.</param>
internal sealed record Layout(IReadOnlyList<string> Wrappers, IReadOnlyList<string> Engines);
