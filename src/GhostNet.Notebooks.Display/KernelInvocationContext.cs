namespace Microsoft.DotNet.Interactive;

/// <summary>The cell that is running.</summary>
public sealed class KernelInvocationContext
{
    internal KernelInvocationContext(IDisplay display) => Display = display;

    /// <summary>
    /// The cell that is running; null between cells. The notebook has one cell at a time, so this holds on every thread.
    /// </summary>
    public static KernelInvocationContext? Current { get; internal set; }

    internal IDisplay Display { get; }
}
