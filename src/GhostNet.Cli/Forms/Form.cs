namespace GhostNet.Cli.Forms;

/// <summary>A form in which a trained network can be used, and what was measured with it on this machine.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Bytes">Size of its file.</param>
/// <param name="Accuracy">Fraction of the images that it knows, 0 to 1; null when there were none to test it.</param>
/// <param name="ImagesPerSecond">Images per second of one thread.</param>
/// <param name="Threads">The number of cores.</param>
/// <param name="ImagesPerSecondOfAll">Images per second of so many threads.</param>
internal sealed record Form(string Name, long Bytes, double? Accuracy, double ImagesPerSecond, int Threads, double ImagesPerSecondOfAll)
{
    /// <summary>The size, in words.</summary>
    public string Size() => $"{NumberFormat.Number(Bytes / 1e6, "F2")} MB";

    /// <summary>The accuracy, in words.</summary>
    public string Right() => Accuracy is { } accuracy ? NumberFormat.Percent(accuracy) : "–";

    /// <summary>The speed of one thread, in words.</summary>
    public string Speed() => NumberFormat.Number(ImagesPerSecond, "N0");

    /// <summary>The speed of all, in words.</summary>
    public string SpeedOfAll() => NumberFormat.Number(ImagesPerSecondOfAll, "N0");

    /// <summary>All of it, in words.</summary>
    public override string ToString() =>
        $"{Size()}{(Accuracy is null ? "" : $", {Right()} right")}, {Speed()} images/s by one thread{(Threads > 1 ? $", {SpeedOfAll()} by {NumberFormat.Count(Threads)}" : "")}";
}
