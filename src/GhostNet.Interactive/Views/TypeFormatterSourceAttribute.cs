namespace GhostNet.Interactive.Views;

/// <summary>
/// Names what formats a type. .NET Interactive looks for an attribute of this name, wherever it is defined, and for these two
/// properties.
/// </summary>
/// <param name="formatterSourceType">A type with a method <c>CreateTypeFormatters</c> and a constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>Makes the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types that a host should take, the best first.</summary>
    public string[] PreferredMimeTypes { get; set; } = [];
}
