using System.Text;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;
using GhostNet.Interactive.Tensors;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Views;

/// <summary>
/// A tensor: type, shape and statistics in one line, a histogram, a picture that fits its shape, and some of its numbers.
/// </summary>
/// <remarks>Any tensor has a view, also one that is disposed, sparse, complex, empty or too large to be copied.</remarks>
internal sealed class TensorView : View
{
    private readonly string _title;
    private readonly string[] _details = [];
    private readonly TensorStatistics? _statistics;
    private readonly TensorPicture? _picture;
    private readonly TensorPreview? _preview;
    private readonly string? _problem;
    private readonly TensorDisplay _display;
    private readonly long _count;

    /// <summary>Reads what the view shows; the tensor may be changed or disposed afterwards.</summary>
    internal TensorView(Tensor tensor, TensorOptions options)
    {
        _display = options.Display;
        if (tensor.IsInvalid)
        {
            (_title, _problem) = ("Tensor", "It is disposed: its memory was freed, so there is nothing to show. Keep it alive, or show it earlier.");
            return;
        }

        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        _count = tensor.numel();
        _title = TensorInfo.Name(tensor.dtype);
        try
        {
            var info = TensorInfo.Of(tensor);
            _title = info.Title;
            _details = [.. info.Details];
            if (DenseTensor.From(tensor) is not { } values)
            {
                _problem = "Its values are not read: the meta device has none, and a sparse or complex tensor of this size would have to be copied.";
                return;
            }

            _statistics = TensorStatistics.Of(values);
            _preview = _count == 0 ? null : TensorPreview.Of(tensor.is_sparse ? values : tensor);
            _picture = _preview is null ? null : new TensorRenderer(values, tensor.is_complex(), _statistics, options).Draw(_preview);
        }
        catch (Exception e) when (e is not (ArgumentException or OutOfMemoryException))
        {
            // Whatever libtorch refuses for this kind of tensor: a view says so rather than fail. The rest of the message is its stack.
            _problem = $"Its values cannot be read: {e.Message.Split('\n')[0]}";
        }
    }

    /// <summary>True when the picture shows every number, so that a table would repeat them.</summary>
    private bool ShowsNumbers => _display != TensorDisplay.Numbers && _preview is { IsWhole: true } && _picture is CellPicture or ValuePicture;

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder("""<p class="facts"><b>""").Append(Html.Text(_title)).Append("</b> ");
        foreach (var detail in _details.Concat(Words()))
        {
            html.Append("<span>").Append(Html.Text(detail)).Append("</span>");
        }

        html.Append("</p>");
        if (_problem is not null)
        {
            html.Append("""<p class="note">""").Append(Html.Text(_problem)).Append("</p>");
        }

        html.Append("""<div class="parts">""");
        if (_picture is not null)
        {
            html.Append("<figure>").Append(_picture.ToHtml(_title));
            html.Append(_picture.Caption.Length == 0 ? "</figure>" : $"""<figcaption class="note">{Html.Text(_picture.Caption)}</figcaption></figure>""");
        }

        if (_statistics is { HasRange: true } && _count > 1 && _picture is not HistogramPicture)
        {
            html.Append(new HistogramPicture(_statistics, isSmall: true).ToHtml(_title));
        }

        html.Append("</div>");
        if (_preview is not null && !ShowsNumbers)
        {
            html.Append(_display == TensorDisplay.Numbers ? "<details open>" : "<details>");
            html.Append($"<summary>Numbers {Html.Text(_preview.Part)}</summary>{_preview.ToHtml()}</details>");
        }

        return Html.Frame("tensor", html.ToString(), Asset.FactsStyle, Asset.TensorStyle);
    }

    /// <summary>Type, shape and statistics, a histogram of one line, and the numbers when they are few.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(_title).Append(_details.Length == 0 ? "" : ", ").AppendJoin(", ", _details);
        if (_problem is not null)
        {
            text.Append(": ").Append(_problem);
        }

        if (Words().Any())
        {
            text.Append('\n').AppendJoin(", ", Words());
            text.Append(_statistics is { Histogram.Length: > 1 } ? $"  |{HistogramPicture.ToText(_statistics.Histogram)}|" : "");
        }

        if (_preview is { IsWhole: true })
        {
            text.Append('\n').Append(_preview);
        }

        return text.ToString();
    }

    private IEnumerable<string> Words() =>
        _count == 0 && _problem is null ? ["no values"] : _statistics?.Words() ?? [];
}
