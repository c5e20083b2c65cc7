using System.Text;

namespace GhostNet.Cli.Output;

/// <summary>
/// Writes to a console that may disappear: once its terminal is closed, nobody reads the rest, but a training must still
/// reach its checkpoint.
/// </summary>
internal sealed class LastingWriter(TextWriter console) : TextWriter(console.FormatProvider)
{
    /// <summary>EIO, which Linux and macOS give for a terminal that was closed. A redirected output on a full disk stays an error.</summary>
    private const int TerminalClosed = 5;

    private volatile bool _isGone;

    /// <inheritdoc/>
    public override Encoding Encoding => console.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => console.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => console.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => console.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => console.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(console.Flush);

    private void Try(Action write)
    {
        if (_isGone)
        {
            return;
        }

        try
        {
            write();
        }
        catch (IOException exception) when (exception.HResult == TerminalClosed)
        {
            _isGone = true;
        }
    }
}
