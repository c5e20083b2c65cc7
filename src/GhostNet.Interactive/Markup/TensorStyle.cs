namespace GhostNet.Interactive.Markup;

/// <summary>The look of <see cref="Views.TensorView"/>.</summary>
internal static class TensorStyle
{
    /// <summary>The line above pictures, which says what they are.</summary>
    public const string Facts = """
        .facts { margin: 0 0 6px; overflow-wrap: anywhere; }
        .facts span { color: var(--quiet); white-space: nowrap; }
        .facts span + span::before { content: " · "; opacity: .6; }

        """;

    /// <summary>The style sheet.</summary>
    public const string Text = Facts + """
        .parts { display: flex; flex-wrap: wrap; gap: 10px 24px; align-items: flex-start; }
        .parts > figure { min-width: 0; max-width: 100%; }
        .sheet { position: relative; max-width: 100%; }
        .sheet img { width: 100%; height: 100%; border-radius: 3px; }
        .sheet .names { position: absolute; inset: 0; display: grid; grid-template: repeat(var(--rows), 1fr) / repeat(var(--columns), 1fr); }
        .sheet .names:empty { display: none; }
        .sheet .names span { justify-self: start; align-self: start; padding: 0 3px; border-radius: 2px; font: 10px/1.3 system-ui, sans-serif; color: #fff; background: #000a; }
        .scale { display: flex; gap: 6px; align-items: center; margin-top: 5px; max-width: 260px; font-size: 12px; color: var(--quiet); }
        .scale i { flex: 1 0 60px; height: 8px; border-radius: 4px; }
        .value { font-size: 28px; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        .cells td { padding: 3px 7px; text-align: right; font-size: 12px; border: 1px solid var(--paper); }
        .excerpt td { padding: 1px 8px; text-align: right; font-size: 12px; white-space: nowrap; }
        .plot svg { display: block; width: 100%; height: 110px; overflow: visible; }
        .plot { flex: 1 1 240px; min-width: 0; max-width: 640px; }
        figure:has(> .plot.large) { flex: 1 1 240px; min-width: 0; max-width: 640px; }
        .plot.small { flex: 0 1 220px; } .plot.small svg { height: 52px; }
        .plot .bar { fill: var(--train); } .plot .minus { fill: var(--test); } .plot .gone { fill: #ff00ff40; }
        .plot line { stroke: var(--quiet); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .plot .ends { display: flex; justify-content: space-between; font-size: 11.5px; color: var(--quiet); border-top: 1px solid var(--rule); padding-top: 1px; }
        """;
}
