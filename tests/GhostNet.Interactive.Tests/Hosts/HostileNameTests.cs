using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using GhostNet.Data;
using GhostNet.Interactive.Rendering;
using GhostNet.Interactive.Views;

namespace GhostNet.Interactive.Tests.Hosts;

/// <summary>Names come from files and from people: no name may become part of a page's markup.</summary>
public sealed class HostileNameTests
{
    private static readonly string[] s_attacks =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</style><b>", "</title>",
        "\u202Etxet desrever", "\u2066\u2067\u2068", "<!--", "&lt;b&gt;", "\0\u0007", "\ud800", "\udc00", "javascript:alert(1)", new string('x', 10_000), "",
    ];

    public static Arbitrary<string> Names => Gen.OneOf(
        Gen.Elements(s_attacks),
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null),
        from start in Gen.Elements(s_attacks)
        from middle in ArbMap.Default.GeneratorFor<string>().Where(text => text is not null)
        from end in Gen.Elements(s_attacks)
        select start + middle + end).ToArbitrary();

    [Property(MaxTest = 500)]
    public Property A_text_has_no_markup_and_no_control_characters() => Prop.ForAll(Names, name =>
    {
        var text = Html.Text(name);
        Assert.DoesNotContain(text, character => character is '<' or '>' or '"' or '\'');
        Assert.DoesNotContain(text, character => char.IsControl(character) || character is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069');
        Assert.InRange(text.Length, 0, 200 * 10);
        Assert.True(IsWellFormed(text), "half a surrogate pair");
    });

    [Property(MaxTest = 100)]
    public Property Class_names_and_titles_do_not_reach_a_page_as_markup() => Prop.ForAll(Names, Names, (name, other) =>
    {
        var data = new ImageDataset(other, new byte[2 * 3 * 4], [0, 1], 3, 2, 2, [name, other], [0, 0, 0], [1, 1, 1]);
        var view = data.View(guesses: [1, 0], probabilities: [0.5, 1]);
        var html = view.ToHtml();
        Assert.Equal(Tags(Plain().ToHtml()), Tags(html));
        Assert.Equal(Tags(Html.Page("page", [""])), Tags(Html.Page(name, [""])));
    });

    private static View Plain() =>
        new ImageDataset("a", new byte[2 * 3 * 4], [0, 1], 3, 2, 2, ["b", "c"], [0, 0, 0], [1, 1, 1]).View(guesses: [1, 0], probabilities: [0.5, 1]);

    /// <summary>The names of all tags in order, and how many quotation marks there are.</summary>
    private static (string, int) Tags(string html) => (
        string.Join(' ', html.Split('<').Skip(1).Select(piece => piece.Split(' ', '>')[0])),
        html.Count(character => character == '"'));

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsLowSurrogate(text[i]) || (char.IsHighSurrogate(text[i]) && (i + 1 == text.Length || !char.IsLowSurrogate(text[++i]))))
            {
                return false;
            }
        }

        return true;
    }
}
