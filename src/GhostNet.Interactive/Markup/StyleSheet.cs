namespace GhostNet.Interactive.Markup;

/// <summary>The look of every view, in a light and a dark version. All rules are confined to <c>.ghostnet</c>.</summary>
internal static class StyleSheet
{
    /// <summary>
    /// The style sheet. The hues are those of Okabe and Ito, which people with any kind of colour blindness can tell apart.
    /// </summary>
    public const string Text = """
        .ghostnet { color-scheme: light dark; --paper: #ffffff; --card: #ffffff; --ink: #1b2330; --quiet: #5a6676; --rule: #dde3ea;
          --train: #0072b2; --test: #c04e00; --rate: #00795a; --track: #eaeff5; --on: #ffffff; --badge: #fff1d6; --badge-ink: #6b4400; }
        @media (prefers-color-scheme: dark) { .ghostnet { --paper: #12161c; --card: #1a2029; --ink: #e7ecf3; --quiet: #a3afbe; --rule: #313b48;
          --train: #56b4e9; --test: #f0a030; --rate: #3ccf9f; --track: #2a3340; --on: #0d1117; --badge: #4a3508; --badge-ink: #ffdf9e; } }
        .ghostnet { font: 14px/1.45 system-ui, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--paper); max-width: 100%; }
        """;
}
