namespace GhostNet.Interactive.Markup;

/// <summary>The look of <see cref="Views.GhostPairsView"/>.</summary>
internal static class GhostPairStyle
{
    /// <summary>The style sheet.</summary>
    public const string Text = KernelTable.Style + """

        .ghostnet-pairs { padding: 4px 2px; }
        .ghostnet-pairs > p { margin: 0 0 8px; color: var(--quiet); } .ghostnet-pairs > p b { color: var(--ink); overflow-wrap: anywhere; }
        .ghostnet-pairs .legend { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; font-size: 12px; }
        .ghostnet-pairs .legend i { flex: 0 0 120px; height: 10px; border-radius: 2px; }
        .ghostnet-pairs .list { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 640px), 1fr)); gap: 14px; }
        .ghostnet-pairs section { border: 1px solid var(--rule); border-left: 4px solid var(--pair); border-radius: 6px; background: var(--card); padding: 10px 12px; min-width: 0; }
        .ghostnet-pairs h4 { font-size: 14px; font-weight: 600; margin: 0 0 8px; color: var(--ink); display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; }
        .ghostnet-pairs .mark { background: var(--pair); color: var(--pair-ink); font-weight: 700; padding: 0 7px; border-radius: 3px; }
        .ghostnet-pairs .fit { display: inline-flex; align-items: center; gap: 6px; font-weight: 400; color: var(--quiet); font-variant-numeric: tabular-nums; }
        .ghostnet-pairs .fit i { display: block; width: 90px; height: 8px; border-radius: 4px; background: var(--track); overflow: hidden; }
        .ghostnet-pairs .fit i i { width: var(--share); background: var(--rate); border-radius: 0; }
        .ghostnet-pairs .row { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; }
        .ghostnet-pairs figure { margin: 0; min-width: 0; } .ghostnet-pairs figure.map { flex: 0 1 118px; min-width: 84px; }
        .ghostnet-pairs figure.kernel { overflow-x: auto; }
        .ghostnet-pairs img { display: block; width: 100%; height: auto; margin: 0; border-radius: 2px; image-rendering: pixelated; }
        .ghostnet-pairs figcaption { font-size: 11px; line-height: 1.35; margin-top: 4px; color: var(--quiet); font-variant-numeric: tabular-nums; }
        .ghostnet-pairs figcaption b { color: var(--ink); font-weight: 600; }
        .ghostnet-pairs .sign { font-size: 20px; color: var(--quiet); }
        """;
}
