using Microsoft.FSharp.Core;
using Microsoft.FSharp.Reflection;

namespace GhostNet.Notebooks.Output;

/// <summary>Values of F# in plain text, as F# itself writes them: the formatters would show how a list is built inside.</summary>
internal static class FSharpText
{
    private static readonly FSharpFunc<object, string> s_print = ExtraTopLevelOperators.PrintFormatToString(
        new PrintfFormat<FSharpFunc<object, string>, Unit, string, string, object>("%A"));

    /// <summary>The text of a list, union, record or tuple; null for other values.</summary>
    /// <param name="value">The value.</param>
    public static string? Of(object? value) =>
        value?.GetType() is { } type
        && (FSharpType.IsUnion(type, bindingFlags: null) || FSharpType.IsRecord(type, bindingFlags: null) || FSharpType.IsTuple(type))
            ? s_print.Invoke(value)
            : null;
}
