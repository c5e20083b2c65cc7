namespace GhostNet.Interactive.Markup;

/// <summary>The look of <see cref="Views.GhostPairsView"/>.</summary>
internal static class GhostPairStyle
{
    /// <summary>The style sheet.</summary>
    public const string Text = KernelTable.Style + """

        > p { margin: 0 0 8px; color: var(--quiet); } > p b { color: var(--ink); overflow-wrap: anywhere; }
        .legend { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; font-size: 12px; }
        .legend i { flex: 0 0 120px; height: 10px; border-radius: 2px; }
        .list { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 640px), 1fr)); gap: 14px; }
        section { border: 1px solid var(--rule); border-left: 4px solid var(--pair); border-radius: 6px; background: var(--card); padding: 10px 12px; min-width: 0; }
        h4 { font-size: 14px; font-weight: 600; margin: 0 0 8px; color: var(--ink); display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; }
        .mark { background: var(--pair); color: var(--pair-ink); font-weight: 700; padding: 0 7px; border-radius: 3px; }
        .fit { display: inline-flex; align-items: center; gap: 6px; font-weight: 400; color: var(--quiet); font-variant-numeric: tabular-nums; }
        .fit i { display: block; width: 90px; height: 8px; border-radius: 4px; background: var(--track); overflow: hidden; }
        .fit i i { width: var(--share); background: var(--rate); border-radius: 0; }
        .row { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 8px; }
        figure { min-width: 0; } figure.map { flex: 0 1 118px; min-width: 84px; }
        figure.kernel { overflow-x: auto; }
        img { width: 100%; height: auto; border-radius: 2px; }
        figcaption { font-size: 11px; line-height: 1.35; margin-top: 4px; color: var(--quiet); font-variant-numeric: tabular-nums; }
        figcaption b { color: var(--ink); font-weight: 600; }
        .sign { font-size: 20px; color: var(--quiet); }
        """;
}
