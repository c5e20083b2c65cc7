namespace GhostNet.Interactive.Markup;

/// <summary>The look of every view, in a light and a dark version, whatever the host's style sheet says about its elements.</summary>
internal static class StyleSheet
{
    /// <summary>
    /// The rules that all views share, nested in the element of a view. First everything that the host sets or hands down is taken back: what
    /// is not set here looks as in a page without a style sheet. In a picture, attributes that are styles too (<c>x</c>, <c>transform</c>)
    /// stay; Plotly brings rules of its own. The host's page says whether it is dark: by its <c>color-scheme</c>, which is inherited, or by a
    /// class, an attribute or a variable. A host that says nothing is light, whatever the system prefers.
    /// The hues are those of Okabe and Ito, which people with any kind of colour blindness can tell apart.
    /// </summary>
    private const string Shared = """
        all: initial; color-scheme: inherit; visibility: inherit;
        :where(:not(svg *, .js-plotly-plot, .js-plotly-plot *)) { &, &::before, &::after { all: revert; box-sizing: border-box; } }
        :where(svg:not(.js-plotly-plot *) *) { all: revert-layer; }
        [hidden] { display: none; }
        --paper: light-dark(#ffffff, #12161c); --card: light-dark(#f7f9fb, #1a2029);
        --ink: light-dark(#1b2330, #e7ecf3); --quiet: light-dark(#5a6676, #a3afbe); --rule: light-dark(#dde3ea, #313b48);
        --train: light-dark(#0072b2, #56b4e9); --test: light-dark(#c04e00, #f0a030); --rate: light-dark(#00795a, #3ccf9f);
        --track: light-dark(#eaeff5, #2a3340); --badge: light-dark(#fff1d6, #4a3508); --badge-ink: light-dark(#6b4400, #ffdf9e);
        display: block; box-sizing: border-box; max-width: 100%; padding: 10px 12px; border-radius: 8px; overflow-x: auto;
        font: 14px/1.45 system-ui, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--paper);
        @container style(--verso-editor-background: #1E1E1E) or style(--verso-editor-background: #000000) { & { color-scheme: dark; } }
        :is(.vscode-light, .vscode-high-contrast-light, [data-jp-theme-light="true"], html[theme=light]) & { color-scheme: light; }
        :is(.vscode-dark, .vscode-high-contrast:not(.vscode-high-contrast-light), [data-jp-theme-light="false"], html[theme=dark]) & { color-scheme: dark; }
        :is(.vscode-high-contrast, .vscode-high-contrast-light) & { --ink: light-dark(#000, #fff); --quiet: var(--ink); --rule: var(--ink); }
        @media (prefers-contrast: more) { & { --ink: light-dark(#000, #fff); --quiet: var(--ink); --rule: var(--ink); } }
        @media (forced-colors: active) { & { --paper: Canvas; --card: Canvas; --ink: CanvasText; --quiet: CanvasText; --rule: GrayText;
          --train: LinkText; --test: CanvasText; --rate: LinkText; --track: Canvas; } }
        figcaption, td, th, summary, code, b { unicode-bidi: isolate; }
        p, h4, figure, dl, dd { margin: 0; }
        img { image-rendering: pixelated; display: block; }
        table { border-collapse: collapse; font: inherit; color: inherit; font-variant-numeric: tabular-nums; }
        details { margin-top: 8px; }
        summary { cursor: pointer; color: var(--quiet); width: fit-content; border-radius: 4px; }
        summary:focus-visible { outline: 2px solid var(--train); outline-offset: 2px; }
        .note { margin: 4px 0 0; color: var(--quiet); font-size: 12.5px; }
        .badge { font-style: normal; padding: 1px 7px; border-radius: 9px; background: var(--badge); color: var(--badge-ink); font-size: 12px; white-space: nowrap; }
        .wide { overflow-x: auto; max-width: 100%; }
        """;

    /// <summary>The page around the views.</summary>
    public const string Page = """
        :root { color-scheme: light dark; }
        body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; margin: 0 auto; padding: 12px; max-width: 1400px;
          background: light-dark(#f2f5f8, #0b0e12); }
        """;

    /// <summary>The style sheet of a view. No host's selector outweighs it: an element whose id is not two ids at once counts as two ids.</summary>
    /// <param name="kind">What the view shows, as in the class of its element.</param>
    /// <param name="own">The rules of the view itself, to be nested in its element.</param>
    public static string Of(string kind, string own) =>
        $".ghostnet:not(#g#g) {{\n{Shared}\n}}\n.ghostnet.ghostnet-{kind}:not(#g#g) {{\n{own}\n}}";
}
