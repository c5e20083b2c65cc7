using System.Reflection;
using Microsoft.DotNet.Interactive;

namespace GhostNet.Interactive.Extension;

/// <summary>.NET Interactive makes one of these when a notebook references the package GhostNet.Interactive.</summary>
public sealed class NotebookExtension : IKernelExtension
{
    /// <summary>Hands over to the library, by name: the host finds it among the packages that it has just restored.</summary>
    /// <param name="kernel">The kernel that holds the kernels of all languages.</param>
    public Task OnLoadAsync(Kernel kernel)
    {
        var start = Assembly.Load("GhostNet.Interactive").GetType("GhostNet.Interactive.Hosts.NotebookStart", throwOnError: true)!
            .GetMethod("Load", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;
        start.CreateDelegate<Action<Kernel>>()(kernel);
        return Task.CompletedTask;
    }
}
