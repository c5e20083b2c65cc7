namespace GhostNet.Notebooks.Pages;

/// <summary>The look of a notebook's page, in a light and a dark version.</summary>
internal static class PageStyle
{
    /// <summary>The style sheet <c>page.css</c>. The colours are those of the other pages of the project.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var reader = new StreamReader(typeof(PageStyle).Assembly.GetManifestResourceStream("page.css")!);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
