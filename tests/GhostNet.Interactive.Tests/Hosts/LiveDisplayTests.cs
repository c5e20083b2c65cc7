using GhostNet.Data;
using GhostNet.Interactive.Hosts;
using GhostNet.Interactive.Tests.Curves;
using GhostNet.Interactive.Views;
using GhostNet.IO;
using GhostNet.Models;
using GhostNet.Training;
using TorchSharp;

namespace GhostNet.Interactive.Tests.Hosts;

/// <summary>Displays inside and outside a notebook. Verso cannot be had as a package: an assembly with its name stands in.</summary>
[Collection("Formatter")]
public sealed class LiveDisplayTests
{
    [Fact]
    public void In_a_notebook_one_display_is_updated_in_place()
    {
        using var notebook = new NotebookCell();
        using (var display = LiveDisplay.Open())
        {
            display.Update(new Words("one"));
            display.Update(new Words("two"));
            display.Update(new Words("three"));
        }

        Assert.Equal(["display <p>one</p>", "update <p>two</p>", "update <p>three</p>"], notebook.Log);
    }

    /// <summary>The host takes no output of a cell that it has cancelled: the end must be shown while it cancels, and nothing after it.</summary>
    [Fact]
    public void When_a_cell_is_cancelled_its_curves_end_on_that()
    {
        using var notebook = new NotebookCell();
        using (var display = LiveDisplay.Open())
        {
            display.Update(Histories.Of(3).View());
            Assert.DoesNotContain("Cancelled.", notebook.Log.Last(), StringComparison.Ordinal);
            notebook.Cancel();
            display.Update(Histories.Of(4).View());
        }

        Assert.Equal(2, notebook.Log.Count());
        Assert.StartsWith("update", notebook.Log.Last(), StringComparison.Ordinal);
        Assert.Contains("Cancelled.", notebook.Log.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_was_cancelled_says_so()
    {
        using var cancelling = new CancellationTokenSource();
        var data = Shapes.Create(32, 8);
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 2, BatchSize = 16, Device = "cpu", Cancellation = cancelling.Token });
        var display = new RecordingDisplay();
        cancelling.Cancel();
        var history = trainer.Fit(data.Train, data.Test, new LiveCurves(() => display));
        Assert.EndsWith("cancelled", display.Views[^1].ToString(), StringComparison.Ordinal);
        Assert.Contains("Cancelled.", display.Views[^1].ToHtml(), StringComparison.Ordinal);
        Assert.Contains("Cancelled.", history.View().ToHtml(), StringComparison.Ordinal);
        var bar = new TrainingProgress(1, 2, 5, 10, 5, 20, 0.5, 0.8, null, 0.1, 1000, TimeSpan.FromSeconds(3), null, false).View().AsCancelled();
        Assert.EndsWith("cancelled", bar.ToString(), StringComparison.Ordinal);
        Assert.Contains("Cancelled.", bar.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_notebook_a_view_is_shown_in_the_cell()
    {
        using var notebook = new NotebookCell();
        Assert.Empty(Printed(() => new Words("one").Show()));
        Assert.Equal(["display <p>one</p>"], notebook.Log);
    }

    [Theory]
    [InlineData(true, "display one", "append ", "revise two", "revise three")]
    [InlineData(false, "display one", "display three")]
    public void In_Verso_a_view_is_shown_in_the_cell_and_updated_in_place_where_that_can_be(bool canUpdate, params string[] expected)
    {
        using var notebook = new VersoNotebook(canUpdate);
        Assert.Empty(Printed(() =>
        {
            new Words("one").Show();
            using var display = LiveDisplay.Open();
            display.Update(new Words("two"));
            display.Update(new Words("three"));
        }));
        Assert.Equal(expected, notebook.Log);
    }

    [Fact]
    public async Task In_Verso_a_notebook_gets_one_formatter_which_draws_whatever_has_a_picture()
    {
        using var notebook = new VersoNotebook(canUpdate: true);
        Assert.Empty(Printed(NativeStart.Load));
        Assert.Empty(Printed(NativeStart.Load));
        var formatter = Assert.Single(notebook.GetFormatters());
        Assert.Equal(ViewRegistry.Types, formatter.SupportedTypes);
        Assert.True(formatter.Priority > 20);
        Assert.False(formatter.IsFallback);
        using var tensor = torch.ones(2, 3);
        Assert.True(formatter.CanFormat(tensor, notebook));
        var output = await formatter.FormatAsync(tensor, notebook);
        Assert.Equal("text/html", output.MimeType);
        Assert.Equal(tensor.View().ToHtml().Length, output.Content.Length);
        notebook.MimeType = "application/json";
        Assert.False(formatter.CanFormat(tensor, notebook));
    }

    [Fact]
    public void In_Verso_a_cancelled_cell_cancels_what_it_does()
    {
        using var notebook = new VersoNotebook(canUpdate: true);
        Assert.Empty(Printed(NativeStart.Load));
        Assert.Equal(notebook.CancellationToken, AmbientCancellation.Token);
    }

    [Fact]
    public void In_a_Verso_that_takes_no_formatter_a_line_says_so()
    {
        using var notebook = new VersoNotebook(canUpdate: true) { TakesExtensions = false };
        Assert.Equal(
            $"GhostNet.Interactive: Values are not displayed as pictures here; end a cell with x.View() (no extensions){Environment.NewLine}", Printed(NativeStart.Load));
    }

    [Fact]
    public void Elsewhere_the_last_view_is_shown_at_the_end()
    {
        var text = Printed(() =>
        {
            using var display = LiveDisplay.Open();
            display.Update(new Words("one"));
            display.Update(new Words("two"));
        });
        Assert.StartsWith($"two{Environment.NewLine}Picture: ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("one", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Elsewhere_a_view_is_printed_and_its_page_named()
    {
        var lines = Printed(() => new Words("<b>one</b>").Show()).Split(Environment.NewLine);
        Assert.Equal("<b>one</b>", lines[0]);
        var page = File.ReadAllText(lines[1]["Picture: ".Length..]);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;one&lt;/b&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_without_a_picture_is_printed()
    {
        Assert.Equal($"42{Environment.NewLine}", Printed(() => Show.Value(42)));
        Assert.StartsWith("one", Printed(() => Show.Value(new Words("one"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_holds_all_views_and_its_path_is_returned()
    {
        var folder = Directory.CreateTempSubdirectory("ghostnet-show-");
        var path = Path.Combine(folder.FullName, "new", "page.html");
        Assert.Equal(path, Show.Page(path, new Words("one"), new Words("two")));
        var page = File.ReadAllText(path);
        Assert.Contains("<title>page</title>", page, StringComparison.Ordinal);
        Assert.Contains(">one<", page, StringComparison.Ordinal);
        Assert.Contains(">two<", page, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        folder.Delete(recursive: true);
    }

    private static string Printed(Action print)
    {
        var console = Console.Out;
        using var text = new StringWriter();
        Console.SetOut(text);
        try
        {
            print();
        }
        finally
        {
            Console.SetOut(console);
        }

        return text.ToString();
    }

    private sealed class Words(string text) : View
    {
        public override string ToHtml() => $"<p>{Rendering.Html.Text(text)}</p>";

        public override string ToString() => text;
    }
}
