using System.Globalization;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;
using GhostNet.Training;

namespace GhostNet.Interactive.Views;

/// <summary>How far a training is: a bar and a line of numbers.</summary>
/// <param name="progress">How far it is.</param>
internal sealed class ProgressView(TrainingProgress progress) : View
{
    private readonly TrainingProgress _progress = progress ?? throw new ArgumentNullException(nameof(progress));
    private bool _isCancelled;

    /// <inheritdoc/>
    public override string ToHtml() =>
        Html.Frame("progress", Bar(_progress) + (_isCancelled ? "<p class=\"note\"><b>Cancelled.</b></p>" : ""), Asset.ProgressStyle);

    /// <summary>The numbers in a line.</summary>
    public override string ToString() => _isCancelled ? $"{_progress}, cancelled" : _progress.ToString();

    /// <inheritdoc/>
    internal override View AsCancelled() => new ProgressView(_progress) { _isCancelled = true };

    /// <summary>The bar and the numbers, to go into a view.</summary>
    /// <param name="progress">How far the training is.</param>
    internal static string Bar(TrainingProgress progress)
    {
        var percent = (100 * progress.Fraction).ToString("F1", CultureInfo.InvariantCulture);
        return $"<div class=\"progress\"><div class=\"way\" role=\"progressbar\" aria-label=\"training\" aria-valuemin=\"0\" aria-valuemax=\"100\" aria-valuenow=\"{percent}\">"
            + $"<div class=\"done\" style=\"width:{percent}%\"></div></div><p>{Html.Text(progress.ToString())}</p></div>";
    }
}
