using System.Text.Json;

namespace GhostNet.Hosts.Tests;

/// <summary>Something that a cell shows.</summary>
internal sealed record Shown(JsonElement Event)
{
    /// <summary>By it, an update finds what it replaces; null for the value of a cell.</summary>
    public string? Id => IdOf(Event);

    /// <summary>How often it was replaced.</summary>
    public int Updates { get; init; }

    /// <summary>Its markup, or nothing.</summary>
    public string Html => Cell.Form(Event, "text/html") ?? "";

    /// <summary>Its text, or nothing.</summary>
    public string Text => Cell.Form(Event, "text/plain") ?? "";

    /// <summary>Whether it is a picture of this project rather than a table of members.</summary>
    public bool IsPicture => Html.StartsWith("<div class=\"ghostnet", StringComparison.Ordinal) && !Html.Contains("dni-treeview", StringComparison.Ordinal);

    /// <summary>Whether the host says what it installs.</summary>
    public bool IsAboutPackages => Html.Contains("Installed Packages", StringComparison.Ordinal) || Text.StartsWith("Loading extension", StringComparison.Ordinal);

    /// <summary>The id in an event.</summary>
    public static string? IdOf(JsonElement value) => value.GetProperty("valueId").GetString();

    /// <summary>The beginning, for messages.</summary>
    public override string ToString() => string.Concat((Html.Length > 0 ? Html : Text).Take(400));
}
