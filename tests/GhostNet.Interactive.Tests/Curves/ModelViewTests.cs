using System.Globalization;
using GhostNet.Inspection;
using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tests.Curves;

public sealed class ModelViewTests
{
    [Fact]
    public void Shows_every_layer_with_its_numbers()
    {
        using var model = new GhostNetV1(GhostNetConfig.Tutorial);
        var summary = ModelSummary.Of(model, 1, 3, 32, 32);
        var html = summary.View().ToHtml();
        Markup.StandsAlone(html);
        Assert.InRange(html.Length, 10_000, 250_000);
        Assert.Contains("25,282,354", html, StringComparison.Ordinal);
        Assert.Contains("26,893,808", html, StringComparison.Ordinal);
        Assert.All(summary.Layers, layer => Assert.Contains($"title=\"{layer.Path}\"", html, StringComparison.Ordinal));
        Assert.Equal(summary.Layers.Count(layer => layer.Children.Count > 0), html.Split("<details").Length - 1);
    }

    [Fact]
    public void A_model_shows_itself_with_and_without_an_input()
    {
        using var model = nn.Sequential(("fc1", nn.Linear(4, 8)), ("fc2", nn.Linear(8, 2)));
        var run = model.View(5, 4);
        Assert.Contains("5 × 8", run.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("multiply-adds", run.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("on an input of [5, 4]", run.ToString(), StringComparison.Ordinal);

        var still = model.View();
        Markup.StandsAlone(still.ToHtml());
        Assert.Contains("fc1", still.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("58", still.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("multiply-adds", still.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("not run", still.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Not counted", still.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_of_another_kind_shows_its_parameters()
    {
        using var pair = new Pair();
        Assert.Contains("Bilinear", pair.View().ToHtml(), StringComparison.Ordinal);
        var error = Assert.Throws<ArgumentException>(() => pair.View(1, 3));
        Assert.Contains("without a shape", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_model_is_cut_and_the_cut_is_said()
    {
        using var model = nn.Sequential(
            [.. Enumerable.Range(0, 100).Select(block => ($"block{block}", (nn.Module<Tensor, Tensor>)nn.Sequential(
                [.. Enumerable.Range(0, 20).Select(layer => ($"layer{layer}", (nn.Module<Tensor, Tensor>)nn.ReLU()))])))]);
        var html = model.View(1, 2).ToHtml();
        Assert.InRange(html.Length, 1000, 250_000);
        Assert.Contains("2,000 more layers are not shown", html, StringComparison.Ordinal);
        Assert.DoesNotContain("layer19", html, StringComparison.Ordinal);

        using var wide = nn.Sequential([.. Enumerable.Range(0, 900).Select(layer => ($"layer{layer}", (nn.Module<Tensor, Tensor>)nn.ReLU()))]);
        Assert.Contains("300 more layers are not shown", wide.View().ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_layers_are_escaped()
    {
        using var model = nn.Sequential(("<script>alert(1)</script>", nn.Linear(2, 2)), ("\"onload=x\u202E", nn.ReLU()), (new string('x', 10_000), nn.ReLU()));
        var html = model.View(1, 2).ToHtml();
        Markup.StandsAlone(html);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\"onload", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', html);
        Assert.InRange(html.Length, 1000, 20_000);
    }

    private sealed class Pair : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Bilinear both = nn.Bilinear(2, 3, 4);

        public Pair()
            : base(nameof(Pair)) => RegisterComponents();

        public override Tensor forward(Tensor first, Tensor second) => both.call(first, second);
    }

    public static TheoryData<string> Names => [.. ModelRegistry.All.Select(entry => entry.Name)];

    /// <summary>Whatever is registered shows itself, in bounded size.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_network_that_has_a_name_has_a_view(string name)
    {
        using var model = ModelRegistry.Create(name, classes: 4);
        var size = Math.Max(32, model.SmallestImage);
        var html = model.View(1, model.InputChannels, size, size).ToHtml();
        Assert.Contains(model.parameters().Sum(parameter => parameter.numel()).ToString("N0", CultureInfo.InvariantCulture), html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 1_000, 400_000);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }
}
