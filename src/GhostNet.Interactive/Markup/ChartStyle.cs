namespace GhostNet.Interactive.Markup;

/// <summary>The look of charts and of the views around them. Colours come from the variables of <see cref="StyleSheet"/>.</summary>
internal static class ChartStyle
{
    /// <summary>The style sheet. The test line is dashed too, so that nothing depends on colour alone.</summary>
    public const string Text = """
        .chart { display: block; width: 100%; height: auto; font-family: system-ui, "Segoe UI", Roboto, sans-serif; overflow: visible; }
        .chart text { fill: var(--ink); font-size: 12px; } .chart .label { fill: var(--quiet); }
        .chart .title { font-weight: 600; font-size: 14px; }
        .chart .end { text-anchor: end; } .chart .middle { text-anchor: middle; }
        .chart .grid { stroke: var(--rule); stroke-width: 1; } .chart .gap { stroke: var(--paper); stroke-width: 1.5; }
        .chart .best { stroke: var(--quiet); stroke-width: 1.5; stroke-dasharray: 2 3; }
        .chart .line { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
        .chart .train .line { stroke: var(--train); } .chart .train .dot { fill: var(--train); }
        .chart .faint .line { stroke-width: 1; opacity: .4; }
        .chart .test .line { stroke: var(--test); stroke-dasharray: 6 4; } .chart .test .dot { fill: var(--test); }
        .chart .rate .line { stroke: var(--rate); } .chart .rate .dot { fill: var(--rate); }
        .chart .track { fill: var(--track); } .chart .bar { fill: var(--train); }
        .chart .right { fill: var(--train); } .chart .wrong { fill: var(--test); }
        .chart .count { font-size: 11px; text-anchor: middle; pointer-events: none; fill: light-dark(#000, #fff); } .chart .deep { fill: #000; }
        .room { container-type: inline-size; } .note + .room { margin-top: 10px; } .charts { display: grid; gap: 18px 28px; align-items: start; }
        @container (min-width: 640px) { .charts { grid-template-columns: 1fr 1fr; } }
        @container (min-width: 1240px) { .charts.four { grid-template-columns: repeat(4, 1fr); } }
        .charts figure { min-width: 0; max-width: 560px; } .charts b { display: block; margin: 0 0 6px; }
        .charts figcaption, .mistakes figcaption { color: var(--quiet); font-size: .86em; margin: 4px 0 0; }
        .figures { display: flex; flex-wrap: wrap; gap: 4px 26px; margin: 0 0 12px; }
        .figures > div { min-width: 0; } .figures dt { color: var(--quiet); font-size: .86em; }
        .figures dd { font-size: 1.25em; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        table.numbers { margin: 6px 0 0; font-size: .93em; }
        table.numbers th, table.numbers td { text-align: right; padding: 3px 12px 3px 0; border-bottom: 1px solid var(--rule); white-space: nowrap; }
        table.numbers th { font-weight: 500; color: var(--quiet); } table.numbers .chosen td { font-weight: 700; }
        @media (forced-colors: active) { .chart .track { stroke: GrayText; } }
        """;
}
