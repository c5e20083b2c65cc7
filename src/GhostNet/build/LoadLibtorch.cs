// Compiled into every C# program that references GhostNet: libtorch is found before the program first touches torch.
namespace GhostNet.Native.Generated
{
    internal static class LoadLibtorch
    {
#pragma warning disable CA2255 // A program is where a module initialiser belongs, and this file becomes part of one.
        [System.Runtime.CompilerServices.ModuleInitializer]
#pragma warning restore CA2255
        internal static void Register() => GhostNet.Native.Libtorch.Register();
    }
}
