namespace GhostNet.Tests.Golden;

/// <summary>The fill rule itself: were it wrong, no other golden test would mean anything.</summary>
public sealed class FillRuleTests
{
    [Fact]
    public void First_values_equal_those_of_the_generator()
    {
        foreach (var check in GoldenCase.Load("rule_check.json"))
        {
            var name = check["name"].Text;
            if (name == "labels")
            {
                Assert.Equal(check["values"].Longs, FillRule.Labels(check.Seed, check.Int("n"), 10));
                continue;
            }

            var expected = check["values"].Floats;
            using var input = FillRule.Input("input", check.Seed, check["shape"].Longs, 2.0);
            var actual = name == "input"
                ? input.data<float>().ToArray()
                : FillRule.State(name, check.Seed, check["shape"].Longs);
            // The file has nine digits: enough to name a float exactly.
            Assert.Equal(expected, actual[..expected.Length]);
        }
    }
}
