namespace Microsoft.DotNet.Interactive;

/// <summary>Shows values in the output of the cell that is running. Libraries find these methods by name.</summary>
public static class KernelInvocationContextExtensions
{
    /// <summary>Shows a value.</summary>
    /// <param name="context">The cell.</param>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">As what; none for what its type prefers.</param>
    /// <returns>The place where it is shown, to show something else there later.</returns>
    public static DisplayedValue Display(this KernelInvocationContext context, object? value, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(mimeTypes);
        var displayed = new DisplayedValue(context.Display, mimeTypes);
        displayed.Update(value);
        return displayed;
    }

    /// <summary>Shows a text that is already in the wanted form, such as HTML.</summary>
    /// <param name="context">The cell.</param>
    /// <param name="value">The text.</param>
    /// <param name="mimeType">What it is.</param>
    public static DisplayedValue DisplayAs(this KernelInvocationContext context, string value, string mimeType)
    {
        ArgumentNullException.ThrowIfNull(context);
        var displayed = new DisplayedValue(context.Display, [mimeType]);
        context.Display.ShowText(displayed.DisplayId, value, mimeType);
        return displayed;
    }
}
