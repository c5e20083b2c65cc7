using System.Text.RegularExpressions;
using SkiaSharp;

namespace GhostNet.Interactive.Tests.Maps;

/// <summary>What there is in the HTML of a view.</summary>
internal static partial class Page
{
    /// <summary>Every picture, decoded by a library that did not write it; the caller disposes them.</summary>
    public static List<SKBitmap> Pictures(string html) =>
        [.. Picture().Matches(html).Select(match => SKBitmap.Decode(Convert.FromBase64String(match.Groups[1].Value)))];

    /// <summary>The values of an attribute.</summary>
    public static List<string> Attributes(string html, string name) =>
        [.. Regex.Matches(html, $" {name}=\"([^\"]*)\"").Select(match => match.Groups[1].Value)];

    /// <summary>Fails if the page asks the network for something, or if an attribute or a text ends where it should not.</summary>
    public static void AssertSound(string html)
    {
        Assert.DoesNotContain("http:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.All(Attributes(html, "src"), address => Assert.StartsWith("data:image/png;base64,", address, StringComparison.Ordinal));
        foreach (var tag in new[] { "div", "figure", "table", "svg", "span", "section", "script", "style", "p" })
        {
            Assert.Equal(Regex.Count(html, $"<{tag}[ >]"), Regex.Count(html, $"</{tag}>"));
        }
    }

    [GeneratedRegex("data:image/png;base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex Picture();
}
