using System.Text.Json;
using GhostNet.Data;
using GhostNet.Interactive.Hosts;
using GhostNet.Interactive.Tests.Tensors;
using GhostNet.Models;
using Microsoft.DotNet.Interactive.Formatting;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tests.Hosts;

/// <summary>What .NET Interactive makes of values: the formatting assembly of the real host, in this process.</summary>
[Collection("Formatter")]
public sealed class FormattingTests : IDisposable
{
    private const string Html = "text/html";
    private const string Plain = "text/plain";
    private const string Json = "application/json";

    private readonly DisposeScope _scope = NewDisposeScope();

    public FormattingTests()
    {
        Formatter.ResetToDefault();
        NotebookFormatters.Register();
    }

    public void Dispose()
    {
        Formatter.ResetToDefault();
        _scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(TensorKinds.Names), MemberType = typeof(TensorKinds))]
    public void Every_kind_of_tensor_shows_itself(string kind)
    {
        var tensor = TensorKinds.Create(kind);
        Assert.Equal(Html, Formatter.GetPreferredMimeTypesFor(tensor.GetType()).First());
        var html = tensor.ToDisplayString(Html);
        Assert.StartsWith("<div class=\"ghostnet", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 100, 100 * 1024);
        Assert.InRange(tensor.ToDisplayString(Plain).Length, 8, 5000);
        using var json = JsonDocument.Parse(tensor.ToDisplayString(Json));
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    }

    [Fact]
    public void A_view_shows_itself_by_convention_with_nothing_registered()
    {
        Formatter.ResetToDefault();
        var view = ones(2, 2).View();
        Assert.Equal([Html, Plain], Formatter.GetPreferredMimeTypesFor(view.GetType()));
        Assert.StartsWith("<div class=\"ghostnet", view.ToDisplayString(Html), StringComparison.Ordinal);
        Assert.Equal(view.ToString(), view.ToDisplayString(Plain));
    }

    [Fact]
    public void A_parameter_and_a_model_show_themselves_as_what_they_are()
    {
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        Assert.Contains("ghostnet-model", model.ToDisplayString(Html), StringComparison.Ordinal);
        Assert.Contains("ghostnet-tensor", model.parameters().First().ToDisplayString(Html), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.String, JsonDocument.Parse(model.ToDisplayString(Json)).RootElement.ValueKind);
    }

    [Fact]
    public void Data_sets_and_batches_show_their_images()
    {
        var data = Shapes.Create(12, 4);
        var html = data.Train.ToDisplayString(Html);
        Assert.Equal(12, html.Split("<figure").Length - 1);
        Assert.Contains("synthetic", html, StringComparison.Ordinal);
        using var loader = new BatchLoader(data.Test, 4);
        Assert.Contains("<figure", loader.Epoch(0).First().ToDisplayString(Html), StringComparison.Ordinal);
    }

    /// <summary>A linked list as F# makes them also has its tail as a property: each tensor would be drawn again and again.</summary>
    [Fact]
    public void Each_tensor_of_a_sequence_is_drawn_once_and_not_all_of_a_long_one()
    {
        var linked = new Linked(ones(2), new Linked(ones(3), new Linked(ones(4), null)));
        foreach (var sequence in (IEnumerable<Tensor?>[])[linked, [ones(2), ones(3), ones(4)], [.. linked]])
        {
            Assert.Equal(3, Pictures(sequence));
        }

        Assert.Equal(8, Pictures(Enumerable.Range(1, 100).Select(size => ones(size))));
        Assert.Equal(1, Pictures([null, ones(2)]));
        Assert.Contains("[2]", new[] { ones(2) }.ToDisplayString(Plain), StringComparison.Ordinal);

        static int Pictures(IEnumerable<Tensor?> tensors) => tensors.ToDisplayString(Html).Split("class=\"ghostnet ghostnet-tensor").Length - 1;
    }

    [Fact]
    public void A_disposed_tensor_is_said_to_be_so()
    {
        var value = ones(2);
        value.Dispose();
        Assert.Contains("disposed", value.ToDisplayString(Html), StringComparison.Ordinal);
        Assert.Contains("disposed", new[] { value }.ToDisplayString(Html), StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_has_the_first_values_and_is_bounded()
    {
        using var small = JsonDocument.Parse(tensor(new[] { 1, float.NaN, 2.5f }).ToDisplayString(Json));
        Assert.Equal("[1,null,2.5]", small.RootElement.GetProperty("values").GetRawText());
        Assert.False(small.RootElement.GetProperty("truncated").GetBoolean());
        using var large = JsonDocument.Parse(arange(3000).reshape(3, 10, 100).ToDisplayString(Json));
        Assert.Equal([3, 10, 100], large.RootElement.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(Enumerable.Range(0, 1000), large.RootElement.GetProperty("values").EnumerateArray().Select(value => value.GetInt32()));
        Assert.True(large.RootElement.GetProperty("truncated").GetBoolean());
    }

    private sealed record Linked(Tensor Head, Linked? Tail) : IEnumerable<Tensor>
    {
        public IEnumerator<Tensor> GetEnumerator()
        {
            for (var rest = this; rest is not null; rest = rest.Tail)
            {
                yield return rest.Head;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
