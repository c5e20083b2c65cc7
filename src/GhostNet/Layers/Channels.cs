namespace GhostNet.Layers;

/// <summary>How <see cref="Channels.MakeDivisible"/> rounds a channel count.</summary>
public enum ChannelRounding
{
    /// <summary>To the nearest multiple, never below 90 % of the wanted number: the authors' code.</summary>
    Nearest,

    /// <summary>Up to the next multiple: the tutorial's code. Equal to <see cref="Nearest"/> at width 1.</summary>
    Up,
}

/// <summary>Arithmetic on channel counts.</summary>
public static class Channels
{
    /// <summary>Rounds a channel count to a multiple of <paramref name="divisor"/>.</summary>
    /// <param name="channels">The wanted number of channels.</param>
    /// <param name="divisor">What the result is a multiple of; also the smallest result.</param>
    /// <param name="rounding">The authors' rule or the tutorial's.</param>
    /// <returns>The number of channels to use.</returns>
    public static int MakeDivisible(double channels, int divisor = 4, ChannelRounding rounding = ChannelRounding.Nearest)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(divisor);
        if (rounding == ChannelRounding.Up)
        {
            return (int)Math.Ceiling(channels / divisor) * divisor;
        }

        var rounded = Math.Max(divisor, (int)(channels + divisor / 2.0) / divisor * divisor);
        return rounded < 0.9 * channels ? rounded + divisor : rounded;
    }
}
