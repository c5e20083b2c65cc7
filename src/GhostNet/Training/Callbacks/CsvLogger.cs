using System.Globalization;
using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>Writes one row per epoch to a file of comma-separated values.</summary>
/// <remarks>
/// The file is replaced as a whole after each epoch: it is always complete, and after a resume no epoch
/// has two rows. Numbers have a decimal point whatever the culture.
/// </remarks>
/// <param name="path">The file to create or replace.</param>
public sealed class CsvLogger(string path) : TrainingCallback
{
    private const string Header = "epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds,images_per_second";

    /// <summary>The file.</summary>
    internal string FilePath { get; } = Path.GetFullPath(path);

    /// <inheritdoc/>
    public override void OnTrainingStart(TrainingContext context) => Write(context);

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context) => Write(context);

    private static string Row(EpochResult epoch) => string.Join(
        ',',
        new double?[]
        {
            epoch.Epoch,
            epoch.TrainLoss,
            epoch.TrainAccuracy,
            epoch.ValidationLoss,
            epoch.ValidationAccuracy,
            epoch.LearningRate,
            epoch.Seconds,
            epoch.ImagesPerSecond,
        }.Select(number => number?.ToString("G7", CultureInfo.InvariantCulture)));

    private void Write(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        AtomicFile.Write(FilePath, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(Header);
            foreach (var epoch in context.History.Epochs)
            {
                writer.WriteLine(Row(epoch));
            }
        });
    }
}
