using GhostNet.Native;

namespace GhostNet.Interactive.Hosts;

/// <summary>What the package's scripts call first, in hosts where a user touches <c>torch</c> before anything of this project.</summary>
public static class NativeStart
{
    /// <summary>
    /// Loads libtorch now, so that a missing one is reported where the package is referenced, and not in the middle of a cell. It never
    /// throws: what cannot be had is said in one line.
    /// </summary>
    public static void Load()
    {
        try
        {
            Libtorch.Load();
        }
        catch (LibtorchNotFoundException e)
        {
            Say("libtorch is not loaded. Write #r \"nuget: TorchSharp-cpu, 0.107.0\" above the line that names this package, and start again", e);
        }
#pragma warning disable CA1031 // Whatever is wrong with the native libraries, the host must go on: views of other things work without them.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Say("libtorch cannot be loaded", e);
        }
    }

    /// <summary>Says in one line what cannot be had.</summary>
    /// <param name="what">What, and what to do.</param>
    /// <param name="why">The reason.</param>
    internal static void Say(string what, Exception why) =>
        Console.WriteLine($"GhostNet.Interactive: {what} ({(why.InnerException ?? why).Message.Split('\n')[0].Trim()})");
}
