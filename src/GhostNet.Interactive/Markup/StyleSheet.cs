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
        .ghostnet .facts span + span::before { content: " · "; opacity: .6; }
        .ghostnet .note { margin: 4px 0 0; color: var(--quiet); font-size: 12.5px; }
        .ghostnet .badge { font-style: normal; padding: 1px 7px; border-radius: 9px; background: var(--badge); color: var(--badge-ink); font-size: 12px; white-space: nowrap; }
        .ghostnet details { margin-top: 8px; }
        .ghostnet summary { cursor: pointer; color: var(--quiet); width: fit-content; border-radius: 4px; }
        .ghostnet .parts { display: flex; flex-wrap: wrap; gap: 10px 24px; align-items: flex-start; }
        .ghostnet .parts > figure { min-width: 0; max-width: 100%; }
        .ghostnet .sheet { position: relative; max-width: 100%; }
        .ghostnet .sheet img { width: 100%; height: 100%; border-radius: 3px; }
        .ghostnet .sheet .names { position: absolute; inset: 0; display: grid; grid-template: repeat(var(--rows), 1fr) / repeat(var(--columns), 1fr); }
        .ghostnet .sheet .names:empty { display: none; }
        .ghostnet .sheet .names span { justify-self: start; align-self: start; padding: 0 3px; border-radius: 2px; font: 10px/1.3 system-ui, sans-serif; color: #fff; background: #000a; }
        .ghostnet .scale { display: flex; gap: 6px; align-items: center; margin-top: 5px; max-width: 260px; font-size: 12px; color: var(--quiet); }
        .ghostnet .scale i { flex: 1; height: 8px; border-radius: 4px; }
        .ghostnet .value { font-size: 28px; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        .ghostnet .wide { overflow-x: auto; max-width: 100%; }
        .ghostnet table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        .ghostnet .cells td { padding: 3px 7px; text-align: right; font-size: 12px; border: 1px solid var(--paper); }
        .ghostnet .excerpt td { padding: 1px 8px; text-align: right; font-size: 12px; white-space: nowrap; border: 0; }
        .ghostnet .plot svg { display: block; width: 100%; height: 110px; overflow: visible; }
        .ghostnet .plot { flex: 1 1 240px; min-width: 0; max-width: 640px; }
        .ghostnet figure:has(> .plot.large) { flex: 1 1 240px; min-width: 0; max-width: 640px; }
        .ghostnet .plot.small { flex: 0 1 220px; } .ghostnet .plot.small svg { height: 52px; }
        .ghostnet .plot .bar { fill: var(--train); } .ghostnet .plot .minus { fill: var(--test); } .ghostnet .plot .gone { fill: #ff00ff40; }
        .ghostnet .plot line { stroke: var(--quiet); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .ghostnet .plot .ends { display: flex; justify-content: space-between; font-size: 11.5px; color: var(--quiet); border-top: 1px solid var(--rule); padding-top: 1px; }
        .ghostnet .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); gap: 10px; }
        .ghostnet .gallery figure { min-width: 0; } .ghostnet .gallery img { width: 100%; border-radius: 4px; }
        .ghostnet .gallery figcaption { font-size: 12px; line-height: 1.35; overflow-wrap: anywhere; } .ghostnet .gallery .guess { display: block; color: var(--quiet); }
        .ghostnet .gallery .right .guess { color: var(--rate); } .ghostnet .gallery .wrong .guess { color: var(--test); font-weight: 600; }
        .ghostnet summary:focus-visible { outline: 2px solid var(--train); outline-offset: 2px; }
        """;

    /// <summary>The page around the views.</summary>
    public const string Page = """
        :root { color-scheme: light dark; }
        body { margin: 0 auto; padding: 12px; max-width: 1400px; background: light-dark(#f2f5f8, #0b0e12); }
        body > .ghostnet { margin-bottom: 12px; }
        """;
}
