using GhostNet.Layers;
using GhostNet.Models;

namespace GhostNet.Benchmarks.Networks;

/// <summary>A network that is measured, on images of 32×32 pixels.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Config">What it is.</param>
internal sealed record NetworkCase(string Name, GhostNetConfig Config)
{
    /// <summary>The tutorial's network without the defects of its layers: 2.8 million parameters.</summary>
    public static NetworkCase Corrected { get; } = new("corrected network", GhostNetConfig.Tutorial with
    {
        Flavor = GhostNetFlavor.Paper,
        Dropout = 0.2,
    });

    /// <summary>The tutorial's network to the letter: 25 million parameters.</summary>
    public static NetworkCase Tutorial { get; } = new("tutorial's network", GhostNetConfig.Tutorial);

    /// <summary>The one that is called so.</summary>
    public static NetworkCase Named(string name) => new[] { Corrected, Tutorial }.Single(network => network.Name == name);
}
