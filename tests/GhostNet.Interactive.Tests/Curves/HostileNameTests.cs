using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using GhostNet.Data;
using GhostNet.Interactive.Charts;
using GhostNet.Metrics;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tests.Curves;

/// <summary>No name of a class or of a layer becomes part of the markup, whatever is in it.</summary>
public sealed class HostileNameTests
{
    private static Arbitrary<string> Names => Hosts.HostileNameTests.Names;

    [Property(MaxTest = 100)]
    public Property Hostile_names_of_classes_stay_texts() => Prop.ForAll(Names, Names, (name, other) => Assert.Equal(Tags(Evaluated("a", "b")), Tags(Evaluated(name, other))));

    [Property(MaxTest = 100)]
    public Property Hostile_names_of_duplicates_and_trainings_stay_texts() => Prop.ForAll(Names, Names, (name, other) => Assert.Equal(Tags(Beside("a", "b")), Tags(Beside(name, other))));

    [Property(MaxTest = 100)]
    public Property Hostile_names_of_layers_stay_texts() => Prop.ForAll(Names, name =>
    {
        // TorchSharp has names without dots and zeros, and not without a letter.
        using var model = nn.Sequential(($"a{name}".Replace(".", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal), nn.ReLU()));
        using var plain = nn.Sequential(("a", nn.ReLU()));
        Assert.Equal(Tags(plain.View(1, 2).ToHtml()), Tags(model.View(1, 2).ToHtml()));
    });

    [Property(MaxTest = 500)]
    public Property Text_of_a_picture_has_no_control_characters() => Prop.ForAll(Names, name =>
    {
        var text = Svg.Write(Svg.Text(0, 0, name, "label"));
        Assert.Equal(2, text.Split('<').Length - 1);
        Assert.DoesNotContain(text, character => char.IsControl(character) || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
    });

    private static string Evaluated(string name, string other)
    {
        var data = FirstPixelModel.Data([name, other], [0, 1, 1], [1, 1, 0]);
        using var model = new FirstPixelModel(2);
        return Evaluation.Run(model, data).View(data).ToHtml();
    }

    private static string Beside(string name, string other)
    {
        var data = FirstPixelModel.Data([name, other], [0, 1, 1], [1, 1, 0]);
        var history = Histories.Of(2);
        return new DatasetSplit(data, data).FindDuplicates().View().ToHtml() + history.Beside(history, name, other).ToHtml();
    }

    /// <summary>The names of all tags, in order.</summary>
    private static string Tags(string html) => string.Join(' ', html.Split('<').Skip(1).Select(piece => piece.Split(' ', '>')[0]));
}
