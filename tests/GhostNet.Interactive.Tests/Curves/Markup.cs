using System.Text.RegularExpressions;

namespace GhostNet.Interactive.Tests.Curves;

/// <summary>What must hold of the HTML of every view.</summary>
internal static partial class Markup
{
    /// <summary>No request to the network, no id twice, nothing that is not closed.</summary>
    public static void StandsAlone(string html)
    {
        Assert.All(Addresses().Matches(html), match => Assert.Equal("http://www.w3.org/2000/svg", match.Value));
        Assert.All(Sources().Matches(html), match => Assert.StartsWith("data:", match.Groups[1].Value, StringComparison.Ordinal));
        var ids = Ids().Matches(html).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        foreach (var name in new[] { "div", "details", "figure", "table", "dl", "svg", "p" })
        {
            Assert.Equal(Regex.Count(html, $"<{name}[ >]"), Regex.Count(html, $"</{name}>"));
        }
    }

    [GeneratedRegex("https?://[^\"' <]*")]
    private static partial Regex Addresses();

    [GeneratedRegex("src=\"([^\"]*)\"")]
    private static partial Regex Sources();

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Ids();
}
