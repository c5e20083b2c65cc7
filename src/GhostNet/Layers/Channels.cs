namespace GhostNet.Layers;

/// <summary>Arithmetic on channel counts.</summary>
public static class Channels
{
    /// <summary>Rounds a channel count to a multiple of <paramref name="divisor"/>.</summary>
    /// <param name="channels">The wanted number of channels.</param>
    /// <param name="divisor">What the result is a multiple of; also the smallest result.</param>
    /// <param name="flavor">To the nearest multiple, never below 90 % (the paper's authors), or up (the tutorial).</param>
    /// <returns>The number of channels to use.</returns>
    public static int MakeDivisible(double channels, int divisor = 4, GhostNetFlavor flavor = GhostNetFlavor.Paper)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(divisor);
        if (flavor == GhostNetFlavor.Tutorial)
        {
            return (int)Math.Ceiling(channels / divisor) * divisor;
        }

        var rounded = Math.Max(divisor, (int)(channels + divisor / 2.0) / divisor * divisor);
        return rounded < 0.9 * channels ? rounded + divisor : rounded;
    }
}
