namespace GhostNet.Weights.Pickle;

/// <summary>What a class or function of Python means here.</summary>
internal enum PickleGlobalKind
{
    Dict,
    Storage,
    RebuildTensor,
    RebuildParameter,
    RebuildFromType,
    Size,
    Device,
}
