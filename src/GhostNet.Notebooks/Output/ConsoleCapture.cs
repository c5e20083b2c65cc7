using System.Text;

namespace GhostNet.Notebooks.Output;

/// <summary>A console stream whose text becomes output of the cell that is running.</summary>
/// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="current">Gives the recorder of that cell; null between cells, when text is dropped.</param>
internal sealed class ConsoleCapture(string name, Func<OutputRecorder?> current) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Write(new ReadOnlySpan<char>(in value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write($"{value}{NewLine}");

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => current()?.Write(name, buffer);
}
