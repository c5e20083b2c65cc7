using Microsoft.AspNetCore.Html;

namespace Microsoft.DotNet.Interactive;

/// <summary>What a cell can call without naming a type.</summary>
public static class Kernel
{
    /// <summary>The cell that is running.</summary>
    /// <exception cref="InvalidOperationException">None is.</exception>
    internal static KernelInvocationContext Current => KernelInvocationContext.Current
        ?? throw new InvalidOperationException("No cell is running, so there is no output to show a value in.");

    /// <summary>Shows a value in the output of the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">As what; none for what its type prefers.</param>
    /// <returns>The place where it is shown, to show something else there later.</returns>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => Current.Display(value, mimeTypes);

    /// <summary>A text that is HTML: as the value of a cell it shows as a piece of the page.</summary>
    /// <param name="content">The HTML.</param>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Runs JavaScript in the page that shows the notebook.</summary>
    /// <param name="scriptContent">The script, without its tag.</param>
    public static void Javascript(string scriptContent) => Current.DisplayAs($"<script type=\"text/javascript\">{scriptContent}</script>", "text/html");
}
