using GhostNet.IO;


namespace GhostNet.Tests.IO;

public class ForeignTextTests
{
    [Theory]
    [InlineData("blocks.0.conv.weight", "blocks.0.conv.weight")]
    [InlineData("Größe 猫 👩‍💻", "Größe 猫 👩‍💻")]
    [InlineData("\u001b[31mred\u0007", @"\u001B[31mred\u0007")]
    [InlineData("two\r\nlines\u2028three", @"two\u000D\u000Alines\u2028three")]
    [InlineData("gpj\u202eexe", @"gpj\u202Eexe")]
    [InlineData("\u009b2J", @"\u009B2J")]
    [InlineData("", "")]
    [InlineData(null, "null")]
    public void Text_that_could_steer_a_terminal_is_shown_as_numbers(string? text, string shown) => Assert.Equal(shown, ForeignText.Show(text));

    [Fact]
    public void A_half_character_is_shown_as_its_number() => Assert.Equal(@"a\uD83Db", ForeignText.Show("a" + '\ud83d' + "b"));

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        Assert.Equal(new string('x', 100) + "… (87000 characters)", ForeignText.Show(new string('x', 87_000)));
        Assert.Equal("ab… (4 characters)", ForeignText.Show("ab👍", 3));
        Assert.Equal("ab👍", ForeignText.Show("ab👍", 4));
    }

    [Fact]
    public void A_message_keeps_its_lines()
    {
        Assert.Equal("one\n" + @"two\u001B", ForeignText.ShowMessage("one\ntwo\u001b"));
        Assert.InRange(ForeignText.ShowMessage(new string('x', 87_000)).Length, 4000, 4100);
    }
}
