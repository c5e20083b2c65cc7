using System.Runtime.CompilerServices;

namespace GhostNet.Runtime;

/// <summary>Runs before the first use of anything in this library.</summary>
internal static class ModuleStart
{
#pragma warning disable CA2255 // The resolver must stand before a type of this library touches torch.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register()
    {
        OpenMPThreads.ApplyLimits();
        Libtorch.Register();
    }
}
