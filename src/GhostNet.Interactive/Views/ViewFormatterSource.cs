namespace GhostNet.Interactive.Views;

/// <summary>Makes the formatters of views for .NET Interactive, which finds the method by its name.</summary>
internal sealed class ViewFormatterSource
{
    /// <summary>One formatter for HTML, one for text.</summary>
#pragma warning disable CA1822 // .NET Interactive calls it on an instance.
    public IEnumerable<ViewFormatter> CreateTypeFormatters() =>
#pragma warning restore CA1822
        [new("text/html", view => view.ToHtml()), new("text/plain", view => view.ToString())];
}
