namespace GhostNet.Interactive.Markup;

/// <summary>The mark of a pair of maps: a letter and a colour, so that nobody needs to tell the colours apart.</summary>
internal static class PairColor
{
    /// <summary>More boxes in one picture confuse.</summary>
    public const int MostPairs = 12;

    /// <summary>Background and text; the hues are those of Okabe and Ito.</summary>
    private static readonly (string Back, string Text)[] s_colors =
    [
        ("#d55e00", "#ffffff"), ("#0072b2", "#ffffff"), ("#009e73", "#ffffff"), ("#cc79a7", "#1b2330"), ("#e69f00", "#1b2330"), ("#56b4e9", "#1b2330"),
    ];

    /// <summary>The letter of a pair.</summary>
    /// <param name="pair">Which pair, from 0.</param>
    public static char Letter(int pair) => (char)('A' + pair);

    /// <summary>The colours as style of an element: <c>--pair</c> and <c>--pair-ink</c>.</summary>
    /// <param name="pair">Which pair, from 0.</param>
    public static string Style(int pair)
    {
        var (back, text) = s_colors[pair % s_colors.Length];
        return $"--pair:{back};--pair-ink:{text}";
    }
}
