using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;

namespace GhostNet.Interactive.Hosts;

/// <summary>The cell of a .NET Interactive notebook in which this code runs.</summary>
/// <remarks>
/// The package does not bring the host's assembly: in other hosts it is not there. So methods of their own name its types, which are called only
/// where it is loaded.
/// </remarks>
internal static class DotNetInteractive
{
    private static bool s_isLoaded;

    /// <summary>A host that is there stays. Until then it may still come: this is asked anew each time.</summary>
    private static bool IsLoaded => s_isLoaded
        |= AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "Microsoft.DotNet.Interactive");

    /// <summary>Displays a value in the cell that runs on this thread, and returns what replaces it by another; null when this is no such notebook.</summary>
    public static Func<object, Action<object>>? CurrentCell() => IsLoaded ? DisplayInCell() : null;

    /// <summary>What cancels the cell that runs on this thread.</summary>
    public static CancellationToken Cancellation() => IsLoaded ? CancellationOfCell() : CancellationToken.None;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Func<object, Action<object>>? DisplayInCell() =>
        KernelInvocationContext.Current is { } cell ? value => cell.Display(value).Update : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CancellationToken CancellationOfCell() => KernelInvocationContext.Current?.CancellationToken ?? CancellationToken.None;
}
