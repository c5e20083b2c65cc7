using System.Globalization;
using System.Text;
using GhostNet.Data;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;
using GhostNet.Metrics;

namespace GhostNet.Interactive.Views;

/// <summary>The most confident wrong predictions as pictures.</summary>
internal static class MistakeGallery
{
    /// <summary>Characters that the pictures take at most.</summary>
    private const int Budget = 200_000;

    /// <summary>The pictures; empty when nothing was wrong.</summary>
    /// <param name="evaluation">The mistakes.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="most">How many to show.</param>
    public static string ToHtml(Evaluation evaluation, ImageDataset dataset, int most)
    {
        var worst = evaluation.Misclassifications.Take(most).ToList();
        if (worst.Count == 0)
        {
            return "";
        }

        var html = new StringBuilder("<p class=\"heading\">The worst mistakes: wrong predictions, the most confident first</p><div class=\"mistakes\">");
        foreach (var (mistake, picture) in worst.Zip(DatasetPictures.Addresses(dataset, [.. worst.Select(static mistake => mistake.Index)], Budget)))
        {
            var (truth, guess) = (Truth(dataset, mistake), Html.Text(dataset.ClassNames[mistake.Prediction]));
            html.Append("<figure>")
                .Append(DatasetPictures.Tag(picture, $"Image {NumberFormat.Number(mistake.Index, "0")}: {truth}, taken for {guess}"))
                .Append(CultureInfo.InvariantCulture, $"<figcaption><bdi>{truth}</bdi> taken for <b><bdi>{guess}</bdi></b>, {NumberFormat.Percent(mistake.Confidence, 1).Replace(" ", "&nbsp;", StringComparison.Ordinal)}")
                .Append(DatasetPictures.File(dataset, mistake.Index) is { } file ? $"<span class=\"file\"><bdi>{Html.Text(file)}</bdi></span>" : "")
                .Append("</figcaption></figure>");
        }

        return html.Append("</div>").ToString();
    }

    /// <summary>The class of an image; all of them, where images have several.</summary>
    private static string Truth(ImageDataset dataset, Misclassification mistake) => string.Join(
        ", ", (dataset.LabelSets?[mistake.Index] ?? [mistake.Label]).Select(label => Html.Text(dataset.ClassNames[label])));
}
