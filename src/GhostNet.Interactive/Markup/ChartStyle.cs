namespace GhostNet.Interactive.Markup;

/// <summary>The look of charts and of the views around them. Colours come from the variables of <see cref="StyleSheet"/>.</summary>
internal static class ChartStyle
{
    /// <summary>The style sheet. The test line is dashed too, so that nothing depends on colour alone.</summary>
    public const string Text = """
        .ghostnet .chart { display: block; width: 100%; height: auto; font-family: system-ui, "Segoe UI", Roboto, sans-serif; overflow: visible; }
        .ghostnet .chart text { fill: var(--ink); font-size: 12px; } .ghostnet .chart .label { fill: var(--quiet); }
        .ghostnet .chart .title { font-weight: 600; font-size: 14px; }
        .ghostnet .chart .end { text-anchor: end; } .ghostnet .chart .middle { text-anchor: middle; }
        .ghostnet .chart .grid { stroke: var(--rule); stroke-width: 1; } .ghostnet .chart .gap { stroke: var(--paper); stroke-width: 1.5; }
        .ghostnet .chart .best { stroke: var(--quiet); stroke-width: 1.5; stroke-dasharray: 2 3; }
        .ghostnet .chart .line { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
        .ghostnet .chart .train .line { stroke: var(--train); } .ghostnet .chart .train .dot { fill: var(--train); }
        .ghostnet .chart .faint .line { stroke-width: 1; opacity: .4; }
        .ghostnet .chart .test .line { stroke: var(--test); stroke-dasharray: 6 4; } .ghostnet .chart .test .dot { fill: var(--test); }
        .ghostnet .chart .rate .line { stroke: var(--rate); } .ghostnet .chart .rate .dot { fill: var(--rate); }
        .ghostnet .chart .track { fill: var(--track); } .ghostnet .chart .bar { fill: var(--train); }
        .ghostnet .chart .right { fill: var(--train); } .ghostnet .chart .wrong { fill: var(--test); }
        .ghostnet .chart .count { font-size: 11px; text-anchor: middle; pointer-events: none; } .ghostnet .chart .on { fill: var(--on); }
        .ghostnet .room { container-type: inline-size; } .ghostnet .charts { display: grid; gap: 18px 28px; align-items: start; }
        @container (min-width: 640px) { .ghostnet .charts { grid-template-columns: 1fr 1fr; } }
        @container (min-width: 1240px) { .ghostnet .charts.four { grid-template-columns: repeat(4, 1fr); } }
        .ghostnet .charts figure { min-width: 0; max-width: 560px; } .ghostnet .charts b { display: block; margin: 0 0 6px; }
        .ghostnet .charts figcaption, .ghostnet .mistakes figcaption { color: var(--quiet); font-size: .86em; margin: 4px 0 0; }
        .ghostnet .figures { display: flex; flex-wrap: wrap; gap: 4px 26px; margin: 0 0 12px; padding: 0; }
        .ghostnet .figures > div { min-width: 0; } .ghostnet .figures dt { color: var(--quiet); font-size: .86em; font-weight: 400; margin: 0; }
        .ghostnet .figures dd { margin: 0; font-size: 1.25em; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        .ghostnet .scroll { overflow-x: auto; }
        .ghostnet table.numbers { border-collapse: collapse; margin: 6px 0 0; font-size: .93em; font-variant-numeric: tabular-nums; }
        .ghostnet table.numbers th, .ghostnet table.numbers td { text-align: right; padding: 3px 12px 3px 0; border: 0; border-bottom: 1px solid var(--rule); white-space: nowrap; background: none; color: inherit; }
        .ghostnet table.numbers th { font-weight: 500; color: var(--quiet); } .ghostnet table.numbers .chosen td { font-weight: 700; }
        @media (forced-colors: active) { .ghostnet.ghostnet { --paper: Canvas; --card: Canvas; --ink: CanvasText; --quiet: CanvasText; --rule: GrayText; --train: LinkText; --test: CanvasText; --rate: LinkText; --track: Canvas; --on: Canvas; }
          .ghostnet .chart .track { stroke: GrayText; } }
        """;
}
