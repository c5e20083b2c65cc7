using System.Globalization;

namespace GhostNet.Interactive.Rendering;

/// <summary>Colours for values from small to large.</summary>
internal sealed class ColorScale
{
    /// <summary>
    /// Steps of a scale. The eye can't tell more apart in a small picture, and a picture of 7 bits per pixel is an eighth
    /// smaller than one of 8.
    /// </summary>
    public const int Levels = 128;

    private ColorScale(params int[] anchors)
    {
        Gradient = $"linear-gradient(90deg, {string.Join(", ", anchors.Select(color => $"#{color.ToString("x6", CultureInfo.InvariantCulture)}"))})";
        Palette = [.. Enumerable.Range(0, Levels).SelectMany(level => Between(anchors, (double)level / (Levels - 1))), 0xFF, 0x00, 0xFF];
    }

    /// <summary>
    /// Dark violet over green to yellow: even steps to the eye, also in grey and to the colour-blind. Nine colours of
    /// matplotlib's viridis (S. van der Walt and N. Smith, CC0), and straight lines between them.
    /// </summary>
    public static ColorScale Viridis { get; } =
        new(0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725);

    /// <summary>Black to white, for what is a picture to begin with.</summary>
    public static ColorScale Gray { get; } = new(0x000000, 0xFFFFFF);

    /// <summary>Blue over white to red, for values on both sides of zero: ColorBrewer's RdBu (C. Brewer, Apache 2.0), turned round.</summary>
    public static ColorScale BlueRed { get; } =
        new(0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xF7F7F7, 0xF4A582, 0xD6604D, 0xB2182B, 0x67001F);

    /// <summary>The scale as a CSS image from left to right.</summary>
    public string Gradient { get; }

    /// <summary>Red, green and blue of each of the <see cref="Levels"/>, then of the colour for NaN: magenta, which no scale has.</summary>
    public byte[] Palette { get; }

    /// <summary>The scale of a colour map.</summary>
    /// <param name="map">Which; not <see cref="ColorMap.Auto"/>, which stands for one of the others.</param>
    public static ColorScale Of(ColorMap map) => map switch
    {
        ColorMap.Gray => Gray,
        ColorMap.BlueRed => BlueRed,
        _ => Viridis,
    };

    /// <summary>The colour of a level.</summary>
    /// <param name="level">From 0 to <see cref="Levels"/>, which is the colour for NaN.</param>
    public Rgb At(byte level) => new(Palette[3 * level], Palette[(3 * level) + 1], Palette[(3 * level) + 2]);

    private static IEnumerable<byte> Between(int[] anchors, double share)
    {
        var place = share * (anchors.Length - 1);
        var left = Math.Min((int)place, anchors.Length - 2);
        foreach (var shift in new[] { 16, 8, 0 })
        {
            int from = (anchors[left] >> shift) & 255, to = (anchors[left + 1] >> shift) & 255;
            yield return (byte)Math.Round(from + (to - from) * (place - left));
        }
    }
}
