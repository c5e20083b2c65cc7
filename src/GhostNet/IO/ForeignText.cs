using System.Globalization;
using System.Text;

namespace GhostNet.IO;

/// <summary>Shows text from a file, a network or a user in a message: it can neither control a terminal nor fill the screen.</summary>
internal static class ForeignText
{
    private const int NameLength = 100;
    private const int MessageLength = 4000;

    /// <summary>A name or a value, on one line and shortened.</summary>
    /// <param name="text">Any text; null is shown as such.</param>
    /// <param name="most">Most characters to keep.</param>
    /// <returns>The text, with control characters, line ends, direction marks and broken characters as <c>\u001B</c>.</returns>
    public static string Show(string? text, int most = NameLength) => text is null ? "null" : Clean(text, most, keepLines: false);

    /// <summary>A whole message that may quote foreign text somewhere: its lines stay lines.</summary>
    /// <param name="message">The message.</param>
    public static string ShowMessage(string message) => Clean(message, MessageLength, keepLines: true);

    private static string Clean(string text, int most, bool keepLines)
    {
        var clean = new StringBuilder(Math.Min(text.Length, most));
        for (var i = 0; i < text.Length;)
        {
            var whole = Rune.TryGetRuneAt(text, i, out var rune);
            var length = whole ? rune.Utf16SequenceLength : 1;
            if (i + length > most)
            {
                return clean.Append(CultureInfo.InvariantCulture, $"… ({text.Length} characters)").ToString();
            }

            if (whole && (IsHarmless(rune) || (keepLines && text[i] == '\n')))
            {
                clean.Append(text, i, length);
            }
            else
            {
                clean.Append(CultureInfo.InvariantCulture, $@"\u{(whole ? rune.Value : text[i]):X4}");
            }

            i += length;
        }

        return clean.ToString();
    }

    /// <summary>The two joiners are invisible, but some scripts and signs need them.</summary>
    private static bool IsHarmless(Rune rune) => rune.Value is 0x200C or 0x200D
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
