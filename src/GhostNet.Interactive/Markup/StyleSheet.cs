namespace GhostNet.Interactive.Markup;

/// <summary>The look of every view, in a light and a dark version. All rules are confined to <c>.ghostnet</c>.</summary>
internal static class StyleSheet
{
    /// <summary>
    /// The style sheet. The hues are those of Okabe and Ito, which people with any kind of colour blindness can tell apart.
    /// A notebook says by a class or an attribute of its page whether it is dark; else the system decides.
    /// </summary>
    public const string Text = """
        .ghostnet { color-scheme: light dark; --paper: light-dark(#ffffff, #12161c); --card: light-dark(#f7f9fb, #1a2029);
          --ink: light-dark(#1b2330, #e7ecf3); --quiet: light-dark(#5a6676, #a3afbe); --rule: light-dark(#dde3ea, #313b48);
          --train: light-dark(#0072b2, #56b4e9); --test: light-dark(#c04e00, #f0a030); --rate: light-dark(#00795a, #3ccf9f);
          --track: light-dark(#eaeff5, #2a3340); --on: light-dark(#ffffff, #0d1117);
          --badge: light-dark(#fff1d6, #4a3508); --badge-ink: light-dark(#6b4400, #ffdf9e);
          font: 14px/1.45 system-ui, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--paper);
          box-sizing: border-box; max-width: 100%; padding: 10px 12px; border-radius: 8px; overflow-x: auto; }
        .vscode-light .ghostnet, [data-jp-theme-light="true"] .ghostnet { color-scheme: light; }
        .vscode-dark .ghostnet, .vscode-high-contrast:not(.vscode-high-contrast-light) .ghostnet, [data-jp-theme-light="false"] .ghostnet { color-scheme: dark; }
        @media (prefers-contrast: more) { .ghostnet { --ink: light-dark(#000000, #ffffff); --quiet: var(--ink); --rule: var(--ink); } }
        :is(.vscode-high-contrast, .vscode-high-contrast-light) .ghostnet { --ink: light-dark(#000000, #ffffff); --quiet: var(--ink); --rule: var(--ink); }
        .ghostnet *, .ghostnet *::before { box-sizing: border-box; }
        .ghostnet :is(figcaption, td, th, summary, code, b) { unicode-bidi: isolate; }
        .ghostnet figure { margin: 0; }
        .ghostnet img { image-rendering: pixelated; display: block; }
        .ghostnet .facts { margin: 0 0 6px; overflow-wrap: anywhere; }
        .ghostnet .facts span { color: var(--quiet); white-space: nowrap; }
        .ghostnet .facts span + span::before { content: " · "; color: var(--rule); }
        .ghostnet .note { margin: 4px 0 0; color: var(--quiet); font-size: 12.5px; }
        .ghostnet .badge { padding: 1px 7px; border-radius: 9px; background: var(--badge); color: var(--badge-ink); font-size: 12px; white-space: nowrap; }
        .ghostnet details { margin-top: 8px; }
        .ghostnet summary { cursor: pointer; color: var(--quiet); width: fit-content; border-radius: 4px; }
        .ghostnet summary:focus-visible { outline: 2px solid var(--train); outline-offset: 2px; }
        """;

    /// <summary>The page around the views.</summary>
    public const string Page = """
        :root { color-scheme: light dark; }
        body { margin: 0 auto; padding: 12px; max-width: 1400px; background: light-dark(#f2f5f8, #0b0e12); }
        body > .ghostnet { margin-bottom: 12px; }
        """;
}
