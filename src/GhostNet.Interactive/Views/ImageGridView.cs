using System.Text;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;

namespace GhostNet.Interactive.Views;

/// <summary>Images with the names of their classes and, where a model was asked, its prediction and confidence.</summary>
internal sealed class ImageGridView : View
{
    /// <summary>Images in a view at most.</summary>
    internal const int MostImages = 100;

    /// <summary>Characters that the pictures take at most.</summary>
    private const int Budget = 280_000;

    private readonly string _title;
    private readonly bool _isSynthetic;
    private readonly IReadOnlyList<LabelledImage> _images;
    private readonly ValueRange _range;
    private readonly int? _columns;

    /// <summary>Creates the view.</summary>
    /// <param name="title">What the images are, in one line.</param>
    /// <param name="isSynthetic">True when a program drew them.</param>
    /// <param name="images">The images.</param>
    /// <param name="range">Which values are black and white.</param>
    /// <param name="columns">How many images stand in a row; null for as many as fit.</param>
    internal ImageGridView(string title, bool isSynthetic, IReadOnlyList<LabelledImage> images, ValueRange range, int? columns = null) =>
        (_title, _isSynthetic, _images, _range, _columns) = (title, isSynthetic, images, range, columns);

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder("""<p class="facts"><b>""").Append(Html.Text(_title)).Append("</b>");
        html.Append(_isSynthetic ? " <em class=\"badge\">synthetic: drawn by a program</em></p>" : "</p>");
        html.Append(_columns is { } columns ? $"""<div class="gallery" style="grid-template-columns:repeat({columns},minmax(0,1fr))">""" : """<div class="gallery">""");
        foreach (var (image, address) in _images.Zip(FittedPictures.Addresses([.. _images.Select(static image => image.Pixels)], _range, Budget)))
        {
            var state = image.Guess is null ? "" : image.IsRight ? " class=\"right\"" : " class=\"wrong\"";
            html.Append($"""<figure{state}><img alt="{Html.Text(image.ToString())}" src="{address}"><figcaption><b>{Html.Text(image.Class)}</b>""");
            html.Append(image.GuessText is { } guess ? $"""<span class="guess">{Html.Text(guess)}</span></figcaption></figure>""" : "</figcaption></figure>");
        }

        return Html.Frame("images", html.Append("</div>").ToString(), Asset.FactsStyle, Asset.ImageGridStyle);
    }

    /// <summary>What the images are, and the class of each.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(_title).Append(_isSynthetic ? " (synthetic)" : "");
        foreach (var image in _images)
        {
            text.Append("\n  ").Append(image);
        }

        return text.ToString();
    }
}
