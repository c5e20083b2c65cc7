namespace GhostNet.Interactive.Rendering;

/// <summary>The mark of a pair of maps: a letter and a colour, so that nobody needs to tell the colours apart.</summary>
internal static class PairColor
{
    /// <summary>More boxes in one picture confuse.</summary>
    public const int MostPairs = 12;

    /// <summary>The hues are those of Okabe and Ito.</summary>
    private static readonly Rgb[] s_colors =
    [
        new(0xD5, 0x5E, 0x00), new(0x00, 0x72, 0xB2), new(0x00, 0x9E, 0x73), new(0xCC, 0x79, 0xA7), new(0xE6, 0x9F, 0x00), new(0x56, 0xB4, 0xE9),
    ];

    /// <summary>The letter of a pair.</summary>
    /// <param name="pair">Which pair, from 0.</param>
    public static char Letter(int pair) => (char)('A' + pair);

    /// <summary>The colours as style of an element: <c>--pair</c> and <c>--pair-ink</c>.</summary>
    /// <param name="pair">Which pair, from 0.</param>
    public static string Style(int pair)
    {
        var color = s_colors[pair % s_colors.Length];
        return $"--pair:{color};--pair-ink:{color.Ink}";
    }
}
