using GhostNet.IO;
using GhostNet.Runtime;

namespace GhostNet.Interactive.Hosts;

/// <summary>
/// Loads libtorch before a notebook first uses <c>torch</c>. The package's scripts call it; in Verso, which does not run the scripts of a package,
/// the notebook's first cell does.
/// </summary>
public static class NativeStart
{
    /// <summary>
    /// Loads libtorch now, so that a missing one is reported where the package is referenced, and not in the middle of a cell. In Verso, values
    /// show themselves from then on, and a cancelled cell stops what it does. It never throws: what is missing is reported in one line.
    /// </summary>
    public static void Load()
    {
        try
        {
            Libtorch.Load();
        }
        catch (LibtorchNotFoundException)
        {
            Say("libtorch is missing. Write #r \"nuget: TorchSharp-cpu, 0.107.0\" above the line that names this package, and restart the kernel");
        }
#pragma warning disable CA1031 // Whatever is wrong with the native libraries, the host must go on: views of other things work without them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Say("libtorch cannot be loaded", e);
        }

        if (Verso.CurrentCell() is { } cell)
        {
            AmbientCancellation.OfHost = Verso.Cancellation;
            Try(Verso.LoadSkiaSharp, "picture files cannot be read. Restart the kernel, and run the cell with this line first");
            Try(cell.Format, "Values are not displayed as pictures here; end a cell with x.View()");
        }
    }

    private static void Try(Action step, string consequence)
    {
        try
        {
            step();
        }
#pragma warning disable CA1031 // Whatever is unknown in this version of the host, a notebook must go on without it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Say(consequence, e);
        }
    }

    /// <summary>Reports in one line what is missing.</summary>
    /// <param name="what">What, and what to do.</param>
    /// <param name="why">The reason, where that is not said already.</param>
    internal static void Say(string what, Exception? why = null) =>
        Console.WriteLine($"GhostNet.Interactive: {what}" + (why is null ? "" : $" ({(why.InnerException ?? why).Message.Split('\n')[0].Trim()})"));
}
