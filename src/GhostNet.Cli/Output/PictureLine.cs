using System.Globalization;

namespace GhostNet.Cli.Output;

/// <summary>Reports how many pictures have been looked at: on one line that is redrawn, or on one line per tenth once it takes long.</summary>
internal sealed class PictureLine(Terminal terminal) : IProgress<double>
{
    private const int LongMilliseconds = 5000;

    private readonly System.Diagnostics.Stopwatch _watch = System.Diagnostics.Stopwatch.StartNew();
    private int _shown = -1;

    /// <inheritdoc/>
    public void Report(double value)
    {
        lock (_watch)
        {
            var part = (int)(value * (terminal.IsInteractive ? 100 : 10));
            if (part <= _shown)
            {
                return;
            }

            _shown = part;
            var text = string.Create(CultureInfo.InvariantCulture, $"looking at the pictures: {100 * value:F0} %");
            if (terminal.IsInteractive)
            {
                terminal.Writer.Write($"\r{text}{(value >= 1 ? "\n" : "")}");
            }
            else if (_watch.ElapsedMilliseconds >= LongMilliseconds)
            {
                terminal.Writer.WriteLine(text);
            }
        }
    }
}
