using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Metrics;
using static TorchSharp.torch;

namespace GhostNet.Tests.Inspection;

/// <summary>No name of a layer or of a class steers a terminal from a text.</summary>
public sealed class HostileNameTests
{
    private const string Hostile = "a\u001b[2J\u0007\n\r\u202Eb";

    private const string Shown = @"a\u001B[2J\u0007\u000A\u000D\u202Eb";

    [Fact]
    public void A_hostile_name_of_a_layer_is_shown_harmlessly()
    {
        using var model = nn.Sequential((Hostile, nn.Linear(4, 4)));
        var summary = ModelSummary.Of(model, 1, 4);
        AssertHarmless(summary.ToString());
        AssertHarmless(summary.Layers.Single().ToString());
        var error = Assert.Throws<ArgumentException>(() => FeatureMaps.Capture(model, zeros(1, 4), Hostile[1..]));
        AssertHarmless(error.Message);
        using var maps = zeros(1, 2, 3, 3);
        AssertHarmless(FeatureMaps.Of(maps, Hostile).ToString());
    }

    [Fact]
    public void A_hostile_name_of_a_class_is_shown_harmlessly()
    {
        using var model = nn.Sequential(nn.Flatten(), nn.Linear(4, 2));
        var data = new ImageDataset(Hostile, new byte[8], [0, 1], 1, 2, 2, [Hostile, "b"], [0.5f], [0.5f]);
        var evaluation = Evaluation.Run(model, data);
        AssertHarmless(evaluation.ToString());
        AssertHarmless(evaluation.PerClass[0].ToString());
    }

    private static void AssertHarmless(string text)
    {
        Assert.Contains(Shown, text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
        Assert.DoesNotContain('\u202E', text);
    }
}
