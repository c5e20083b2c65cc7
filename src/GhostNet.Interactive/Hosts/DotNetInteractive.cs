using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;

namespace GhostNet.Interactive.Hosts;

/// <summary>The cell of a .NET Interactive notebook in which this code runs.</summary>
/// <remarks>
/// The package does not bring the host's assembly: in other hosts it is not there. So its types are named in separate methods, which are called only
/// where it is loaded.
/// </remarks>
internal static class DotNetInteractive
{
    private static bool s_isLoaded;

    /// <summary>Whether the host is there. It does not go away again, but it may be loaded later than this library.</summary>
    private static bool IsLoaded => s_isLoaded |= LoadedAssemblies.Named("Microsoft.DotNet.Interactive").Any();

    /// <summary>Displays a value in the cell that runs on this thread, and returns what replaces it by another; null outside such a notebook.</summary>
    public static Func<object, Action<object>>? CurrentCell() => IsLoaded ? DisplayInCell() : null;

    /// <summary>What cancels the cell that runs on this thread.</summary>
    public static CancellationToken Cancellation() => IsLoaded ? CancellationOfCell() : CancellationToken.None;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Func<object, Action<object>>? DisplayInCell() =>
        KernelInvocationContext.Current is { } cell ? value => cell.Display(value).Update : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CancellationToken CancellationOfCell() => KernelInvocationContext.Current?.CancellationToken ?? CancellationToken.None;
}
