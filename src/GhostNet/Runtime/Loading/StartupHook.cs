using GhostNet.Runtime;

/// <summary>
/// .NET calls it before the entry point of an F# program that references the package, for F# has no module initialisers. Its name, without
/// a namespace, is the one that .NET looks for; GhostNet.targets says in which assembly.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => Libtorch.Register();
}
