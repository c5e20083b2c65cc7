using Microsoft.DotNet.Interactive;

namespace System;

/// <summary><c>x.Display()</c> for every value, in cells of both languages.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows the value in the output of the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">As what; none for what its type prefers.</param>
    /// <returns>The place where it is shown, to show something else there later.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => Kernel.display(value, mimeTypes);

    /// <summary>Shows a text that is already in the wanted form, such as HTML.</summary>
    /// <param name="value">The text.</param>
    /// <param name="mimeType">What it is.</param>
    public static DisplayedValue DisplayAs(this string value, string mimeType) => Kernel.Current.DisplayAs(value, mimeType);
}
