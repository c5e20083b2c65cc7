namespace GhostNet.Cli.Reports;

/// <summary>The look of the page and of the pictures in it, in a light and a dark version.</summary>
internal static class PageStyle
{
    /// <summary>
    /// Colours and strokes of the pictures. The hues are those of Okabe and Ito, which people with any kind of colour
    /// blindness can tell apart; the test line is dashed as well.
    /// </summary>
    public const string Pictures = """
        :root { color-scheme: light dark; --paper: #ffffff; --card: #ffffff; --ink: #1b2330; --quiet: #5a6676; --rule: #dde3ea;
          --train: #0072b2; --test: #c04e00; --rate: #00795a; --track: #eaeff5; --on: #ffffff; --badge: #fff1d6; --badge-ink: #6b4400; }
        @media (prefers-color-scheme: dark) { :root { --paper: #12161c; --card: #1a2029; --ink: #e7ecf3; --quiet: #a3afbe; --rule: #313b48;
          --train: #56b4e9; --test: #f0a030; --rate: #3ccf9f; --track: #2a3340; --on: #0d1117; --badge: #4a3508; --badge-ink: #ffdf9e; } }
        svg { display: block; width: 100%; height: auto; font-family: system-ui, "Segoe UI", Roboto, sans-serif; overflow: visible; }
        text { fill: var(--ink); font-size: 12px; } .label { fill: var(--quiet); } .title { font-weight: 600; font-size: 14px; }
        .end { text-anchor: end; } .middle { text-anchor: middle; }
        .grid { stroke: var(--rule); stroke-width: 1; }
        .best { stroke: var(--quiet); stroke-width: 1.5; stroke-dasharray: 2 3; }
        .line { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
        .train .line { stroke: var(--train); } .train .dot { fill: var(--train); }
        .test .line { stroke: var(--test); stroke-dasharray: 6 4; } .test .dot { fill: var(--test); }
        .rate .line { stroke: var(--rate); } .rate .dot { fill: var(--rate); }
        .track { fill: var(--track); } .bar { fill: var(--train); }
        .cell { fill: var(--track); } .right { fill: var(--train); } .wrong { fill: var(--test); }
        .count { font-size: 11px; text-anchor: middle; pointer-events: none; } .on { fill: var(--on); }
        """;

    /// <summary>The page around the pictures.</summary>
    public const string Page = """
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 1480px; margin: 0 auto; padding: 28px 20px 48px; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; } h2 { font-size: 1.05rem; margin: 0 0 .8rem; }
        .lead { margin: 0; color: var(--quiet); max-width: 62rem; } .lead b { color: var(--ink); }
        .badge { display: inline-block; background: var(--badge); color: var(--badge-ink); border-radius: 999px; padding: .1rem .75rem; font-size: .9rem; font-weight: 600; }
        .numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 22px 0; }
        .numbers div { border: 1px solid var(--rule); background: var(--card); border-radius: 10px; padding: 12px 16px; }
        .numbers strong { display: block; font-size: 1.5rem; line-height: 1.25; font-variant-numeric: tabular-nums; } .numbers span { color: var(--quiet); font-size: .86rem; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 16px; align-items: start; }
        .card { border: 1px solid var(--rule); background: var(--card); border-radius: 10px; padding: 16px 18px; min-width: 0; }
        .card > svg { max-width: 640px; margin: 0 auto; } .card p { color: var(--quiet); font-size: .9rem; margin: .7rem 0 0; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: .32rem .5rem .32rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: anywhere; }
        th { font-weight: 500; color: var(--quiet); } tr:last-child > * { border-bottom: 0; }
        .epochs td, .epochs th { text-align: right; overflow-wrap: normal; } .epochs th { vertical-align: bottom; } .epochs td { white-space: nowrap; } .epochs .chosen td { font-weight: 700; }
        footer { color: var(--quiet); font-size: .86rem; margin-top: 26px; overflow-wrap: anywhere; }
        @media (max-width: 480px) { main { padding: 18px 12px 32px; } .card { padding: 12px; } .numbers { grid-template-columns: 1fr 1fr; } }
        """;
}
