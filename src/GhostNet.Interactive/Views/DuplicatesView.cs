using System.Globalization;
using System.Text;
using GhostNet.Data;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;

namespace GhostNet.Interactive.Views;

/// <summary>Images that are among the training images and among those that a model is measured with, side by side.</summary>
internal sealed class DuplicatesView : View
{
    /// <summary>Characters that the pictures of each side take at most.</summary>
    private const int Budget = 140_000;

    private readonly IReadOnlyList<DuplicatePicture> _duplicates;
    private readonly int _count;

    /// <summary>Creates a view.</summary>
    /// <param name="duplicates">The pairs.</param>
    /// <param name="count">How many to show at most.</param>
    public DuplicatesView(IReadOnlyList<DuplicatePicture> duplicates, int count)
    {
        ArgumentNullException.ThrowIfNull(duplicates);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 100);
        (_duplicates, _count) = (duplicates, count);
    }

    private string Title => _duplicates.Count == 0
        ? "No image is among the training images"
        : $"{NumberFormat.Count(_duplicates.Count)} image{(_duplicates.Count == 1 ? " is" : "s are")} among the training images";

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder($"<p class=\"heading\">{Title}</p><p class=\"note\">");
        if (_duplicates.Count == 0)
        {
            html.Append("Neither the same file, nor a picture that looks the same, such as one that was saved anew or made smaller.</p>");
            return Html.Frame("duplicates", html.ToString(), Asset.ChartStyle, Asset.EvaluationStyle);
        }

        html.Append("A model is right about images that it has learnt by heart, so that these make it look better than it is. Take them out of one of the two.</p>");
        var shown = _duplicates.OrderBy(static pair => pair.Difference).Take(_count).ToList();
        if (shown.Count < _duplicates.Count)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">The nearest {shown.Count} are shown.</p>");
        }

        html.Append("<div class=\"pairs\">");
        if (shown.Count > 0)
        {
            var learnt = DatasetPictures.Addresses(shown[0].TrainingImages, [.. shown.Select(static pair => pair.TrainingIndex)], Budget);
            var others = Others(shown);
            for (var i = 0; i < shown.Count; i++)
            {
                var pair = shown[i];
                html.Append("<div class=\"pair\">")
                    .Append(Side(learnt[i], "training", pair.TrainingImages, pair.TrainingIndex))
                    .Append(Side(others[i], "measured with", pair.OtherImages, pair.OtherIndex))
                    .Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{(pair.IsExact ? "the same bytes" : $"look the same: {NumberFormat.Number(pair.Difference, "F1")} of 255 levels apart")}</p></div>");
            }
        }

        return Html.Frame("duplicates", html.Append("</div>").ToString(), Asset.ChartStyle, Asset.EvaluationStyle);
    }

    /// <summary>A line for each pair.</summary>
    public override string ToString() => string.Join('\n', _duplicates.Select(static pair => $"  {ForeignText.ShowMessage(pair.ToString())}").Prepend(Title));

    /// <summary>The images of the second side may be of several parts, such as validation and test.</summary>
    private static string?[] Others(List<DuplicatePicture> shown)
    {
        var addresses = new string?[shown.Count];
        foreach (var part in shown.Index().GroupBy(static item => item.Item.OtherImages))
        {
            var items = part.ToList();
            foreach (var (item, address) in items.Zip(DatasetPictures.Addresses(part.Key, [.. items.Select(static item => item.Item.OtherIndex)], Budget)))
            {
                addresses[item.Index] = address;
            }
        }

        return addresses;
    }

    private static string Side(string? address, string part, ImageDataset images, int index)
    {
        var name = Html.Text(DatasetPictures.File(images, index) ?? FormattableString.Invariant($"image {index}"));
        var label = Html.Text(images.ClassNames[images.Labels[index]]);
        return $"<figure>{DatasetPictures.Tag(address, $"{part}: {name}")}<figcaption><b>{part}</b> <bdi>{label}</bdi><span class=\"file\"><bdi>{name}</bdi></span></figcaption></figure>";
    }
}
