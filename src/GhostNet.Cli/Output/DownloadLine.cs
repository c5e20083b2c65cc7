using GhostNet.IO;

namespace GhostNet.Cli.Output;

/// <summary>Reports the progress of a download: on one line that is redrawn, or on one line per tenth.</summary>
internal sealed class DownloadLine(Terminal terminal) : IProgress<DownloadProgress>
{
    private int _tenth = -1;

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        var tenth = (int)((value.Fraction ?? 0) * 10);
        if (terminal.IsInteractive)
        {
            terminal.Writer.Write($"\rdownloading: {value}{(value.Fraction >= 1 ? "\n" : "")}");
        }
        else if (tenth != _tenth)
        {
            _tenth = tenth;
            terminal.Writer.WriteLine($"downloading: {value}");
        }
    }
}
