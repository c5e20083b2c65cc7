namespace GhostNet.Interactive.Markup;

/// <summary>The colours of the colour maps.</summary>
internal static class Palette
{
    /// <summary>What is not a number, in every colour map.</summary>
    public static readonly Rgb NotANumber = new(255, 0, 255);

    private static readonly Rgb[] s_gray = [new(0, 0, 0), new(255, 255, 255)];

    /// <summary>Nine of the 256 colours of matplotlib's map of this name.</summary>
    private static readonly Rgb[] s_viridis =
    [
        new(68, 1, 84), new(71, 44, 122), new(59, 81, 139), new(44, 113, 142), new(33, 144, 141),
        new(39, 173, 129), new(92, 200, 99), new(170, 220, 50), new(253, 231, 37),
    ];

    /// <summary>ColorBrewer's RdBu, from blue to red.</summary>
    private static readonly Rgb[] s_blueRed =
    [
        new(5, 48, 97), new(33, 102, 172), new(67, 147, 195), new(146, 197, 222), new(247, 247, 247),
        new(244, 165, 130), new(214, 96, 77), new(178, 24, 43), new(103, 0, 31),
    ];

    /// <summary>The colour of a value.</summary>
    /// <param name="map">Which colours.</param>
    /// <param name="position">Where the value lies, from 0 to 1; beyond, the last colour; NaN has its own.</param>
    public static Rgb At(ColorMap map, double position)
    {
        if (double.IsNaN(position))
        {
            return NotANumber;
        }

        var colours = Of(map);
        var place = Math.Clamp(position, 0, 1) * (colours.Length - 1);
        var below = Math.Min((int)place, colours.Length - 2);
        return Rgb.Between(colours[below], colours[below + 1], place - below);
    }

    /// <summary>The whole map as a CSS gradient from left to right.</summary>
    /// <param name="map">Which colours.</param>
    public static string Gradient(ColorMap map) => $"linear-gradient(90deg,{string.Join(',', Of(map))})";

    private static Rgb[] Of(ColorMap map) => map switch
    {
        ColorMap.Gray => s_gray,
        ColorMap.BlueRed => s_blueRed,
        _ => s_viridis,
    };
}
