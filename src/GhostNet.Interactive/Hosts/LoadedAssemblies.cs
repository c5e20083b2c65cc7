using System.Reflection;

namespace GhostNet.Interactive.Hosts;

/// <summary>Finds hosts among the assemblies of this process.</summary>
internal static class LoadedAssemblies
{
    /// <summary>The assemblies of a name; there can be several, in different load contexts.</summary>
    /// <param name="name">The name, without a version.</param>
    public static IEnumerable<Assembly> Named(string name) =>
        AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name == name);
}
