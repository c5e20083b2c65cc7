namespace Microsoft.DotNet.Interactive;

/// <summary>A place in a cell's output that shows a value.</summary>
public sealed class DisplayedValue
{
    private readonly IDisplay _display;
    private readonly IReadOnlyList<string> _mimeTypes;

    internal DisplayedValue(IDisplay display, IReadOnlyList<string> mimeTypes)
    {
        _display = display;
        _mimeTypes = mimeTypes;
    }

    /// <summary>Names the place; no other place has this name.</summary>
    public string DisplayId { get; } = Guid.NewGuid().ToString();

    /// <summary>Shows another value in the same place, also when its cell has ended.</summary>
    /// <param name="updatedValue">The value.</param>
    public void Update(object? updatedValue) => _display.Show(DisplayId, updatedValue, _mimeTypes);

    /// <inheritdoc/>
    public override string ToString() => $"display {DisplayId}";
}
