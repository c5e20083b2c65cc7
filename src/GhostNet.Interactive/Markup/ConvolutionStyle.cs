namespace GhostNet.Interactive.Markup;

/// <summary>The look of <see cref="Views.ConvolutionStepsView"/>.</summary>
internal static class ConvolutionStyle
{
    /// <summary>The style sheet.</summary>
    public const string Text = KernelTable.Style + """

        p { margin: 0 0 8px; color: var(--quiet); }
        .panels { display: flex; flex-wrap: wrap; gap: 14px 26px; align-items: flex-start; }
        figure { min-width: 0; } figure.picture { flex: 0 1 300px; }
        figure.products { overflow-x: auto; }
        figcaption { font-size: 12px; font-weight: 600; margin-bottom: 6px; color: var(--ink); } figcaption span { font-weight: 400; color: var(--quiet); }
        svg { display: block; width: 100%; height: auto; overflow: visible; } image { image-rendering: pixelated; }
        text { font: 8px system-ui, "Segoe UI", Roboto, sans-serif; text-anchor: middle; fill: #fff; } .on-bright { fill: #000; } .zero { fill: var(--quiet); }
        .padding, .cover { fill: var(--track); shape-rendering: crispEdges; }
        .frame, .window { fill: none; vector-effect: non-scaling-stroke; stroke: var(--rule); stroke-width: 1px; }
        .window { stroke: #fff; stroke-width: 6px; } .window + .window { stroke: #d55e00; stroke-width: 3px; }
        .products td { min-width: 4.6em; padding: 3px 5px; line-height: 1.3; } .products small { display: block; font-size: 10px; white-space: nowrap; }
        .products b { font-size: 12px; }
        output { display: block; margin-top: 8px; font-size: 13px; color: var(--quiet); font-variant-numeric: tabular-nums; } output b { font-size: 16px; color: var(--ink); }
        .controls { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; margin: 0 0 12px; } .controls[hidden] { display: none; }
        input { flex: 1 1 180px; max-width: 420px; min-width: 0; margin: 0; accent-color: var(--train); }
        button { font: inherit; color: var(--ink); background: var(--track); border: 1px solid var(--rule); border-radius: 6px; padding: 2px 12px; min-width: 6em; cursor: pointer; }
        .place { font-size: 12px; color: var(--quiet); font-variant-numeric: tabular-nums; flex: 1 0 15em; }
        """;
}
