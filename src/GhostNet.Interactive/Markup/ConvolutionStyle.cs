namespace GhostNet.Interactive.Markup;

/// <summary>The look of <see cref="Views.ConvolutionStepsView"/>.</summary>
internal static class ConvolutionStyle
{
    /// <summary>The style sheet.</summary>
    public const string Text = KernelTable.Style + """

        .ghostnet-steps { padding: 4px 2px; }
        .ghostnet-steps p { margin: 0 0 8px; color: var(--quiet); }
        .ghostnet-steps .panels { display: flex; flex-wrap: wrap; gap: 14px 26px; align-items: flex-start; }
        .ghostnet-steps figure { margin: 0; min-width: 0; } .ghostnet-steps figure.picture { flex: 0 1 300px; }
        .ghostnet-steps figure.products { overflow-x: auto; }
        .ghostnet-steps figcaption { font-size: 12px; font-weight: 600; margin-bottom: 6px; color: var(--ink); } .ghostnet-steps figcaption span { font-weight: 400; color: var(--quiet); }
        .ghostnet-steps svg { display: block; width: 100%; height: auto; overflow: visible; } .ghostnet-steps image { image-rendering: pixelated; }
        .ghostnet-steps text { font: 8.5px system-ui, "Segoe UI", Roboto, sans-serif; text-anchor: middle; fill: #fff; } .ghostnet-steps .on-bright { fill: #000; } .ghostnet-steps .zero { fill: var(--quiet); }
        .ghostnet-steps .padding, .ghostnet-steps .cover { fill: var(--track); shape-rendering: crispEdges; }
        .ghostnet-steps .frame, .ghostnet-steps .window { fill: none; vector-effect: non-scaling-stroke; stroke: var(--rule); stroke-width: 1px; }
        .ghostnet-steps .window { stroke: #fff; stroke-width: 6px; } .ghostnet-steps .window + .window { stroke: #d55e00; stroke-width: 3px; }
        .ghostnet-steps .products td { min-width: 4.6em; padding: 3px 5px; line-height: 1.3; } .ghostnet-steps .products small { display: block; color: var(--ink); opacity: .8; font-size: 10px; white-space: nowrap; }
        .ghostnet-steps .products b { font-size: 12px; }
        .ghostnet-steps output { display: block; margin-top: 8px; font-size: 13px; color: var(--quiet); font-variant-numeric: tabular-nums; } .ghostnet-steps output b { font-size: 16px; color: var(--ink); }
        .ghostnet-steps .controls { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; margin: 0 0 12px; } .ghostnet-steps .controls[hidden] { display: none; }
        .ghostnet-steps input { flex: 1 1 180px; max-width: 420px; min-width: 0; margin: 0; accent-color: var(--train); }
        .ghostnet-steps button { font: inherit; color: var(--ink); background: var(--track); border: 1px solid var(--rule); border-radius: 6px; padding: 2px 12px; min-width: 6em; cursor: pointer; }
        .ghostnet-steps .place { font-size: 12px; color: var(--quiet); font-variant-numeric: tabular-nums; flex: 1 0 15em; }
        """;
}
