namespace GhostNet.Interactive.Markup;

/// <summary>The look of <see cref="Views.FeatureMapView"/>.</summary>
internal static class FeatureMapStyle
{
    /// <summary>The style sheet.</summary>
    public const string Text = KernelTable.Style + """

        p { margin: 0 0 6px; color: var(--quiet); } p b { color: var(--ink); overflow-wrap: anywhere; }
        h4 { font-size: 13px; font-weight: 600; margin: 12px 0 4px; color: var(--ink); }
        h4 span { font-weight: 400; color: var(--quiet); }
        .legend { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; font-size: 12px; }
        .legend i { flex: 0 0 120px; height: 10px; border-radius: 2px; }
        .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(76px, 1fr)); gap: 8px; }
        figure { padding: 3px; border-radius: 4px; border: 3px solid transparent; max-width: 128px; }
        figure.paired { border-color: var(--pair); }
        figure.ghost img { outline: 1px dashed var(--quiet); outline-offset: 1px; }
        img { width: 100%; height: auto; }
        figcaption { display: flex; justify-content: space-between; align-items: center; font-size: 11px; line-height: 1.2; margin-top: 4px; min-height: 16px;
          color: var(--quiet); font-variant-numeric: tabular-nums; }
        .mark { background: var(--pair); color: var(--pair-ink); font-weight: 700; font-size: 11px; padding: 1px 5px; border-radius: 3px; }
        .pairs { display: flex; flex-wrap: wrap; gap: 10px 28px; margin-top: 14px; }
        .pairs > div { border-left: 4px solid var(--pair); padding: 2px 0 2px 10px; min-width: 0; overflow-x: auto; }
        .pairs p { color: var(--ink); }
        """;
}
