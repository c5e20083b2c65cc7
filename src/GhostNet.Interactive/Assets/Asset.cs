namespace GhostNet.Interactive.Assets;

/// <summary>The style sheets and scripts of this folder, which the assembly holds as resources.</summary>
internal static class Asset
{
    /// <summary>
    /// The rules that all views share, nested in the element of a view. First everything that the host sets or hands down is taken back: what
    /// is not set here looks as in a page without a style sheet. In a picture, attributes that are styles too (<c>x</c>, <c>transform</c>)
    /// stay; Plotly brings its own rules. The host's page says whether it is dark: by its <c>color-scheme</c>, which is inherited, or by a
    /// class, an attribute or a variable. A host that says nothing is light, whatever the system prefers.
    /// The hues are those of Okabe and Ito, which people with any kind of colour blindness can tell apart.
    /// </summary>
    public static string ViewStyle { get; } = Read("view.css");

    /// <summary>The page around the views.</summary>
    public static string PageStyle { get; } = Read("page.css");

    /// <summary>Charts and the numbers around them. The test line is dashed too, so that nothing depends on colour alone.</summary>
    public static string ChartStyle { get; } = Read("chart.css");

    /// <summary>Two trainings beside each other.</summary>
    public static string ComparisonStyle { get; } = Read("comparison.css");

    /// <summary>A convolution step by step.</summary>
    public static string ConvolutionStyle { get; } = Read("convolution.css");

    /// <summary>An evaluation: what <see cref="ChartStyle"/> does not have.</summary>
    public static string EvaluationStyle { get; } = Read("evaluation.css");

    /// <summary>Names and values.</summary>
    public static string FactTableStyle { get; } = Read("fact-table.css");

    /// <summary>The line above pictures, which says what they are.</summary>
    public static string FactsStyle { get; } = Read("facts.css");

    /// <summary>Feature maps.</summary>
    public static string FeatureMapStyle { get; } = Read("feature-maps.css");

    /// <summary>Pairs of feature maps.</summary>
    public static string GhostPairStyle { get; } = Read("ghost-pairs.css");

    /// <summary>Images with the names of their classes.</summary>
    public static string ImageGridStyle { get; } = Read("image-grid.css");

    /// <summary>The table of a kernel, in the colours of the view around it.</summary>
    public static string KernelTableStyle { get; } = Read("kernel-table.css");

    /// <summary>A model as a tree.</summary>
    public static string ModelStyle { get; } = Read("model.css");

    /// <summary>The bar of a training.</summary>
    public static string ProgressStyle { get; } = Read("progress.css");

    /// <summary>A tensor.</summary>
    public static string TensorStyle { get; } = Read("tensor.css");

    /// <summary>
    /// A function of the id of a view and its numbers, which moves a convolution: the slider, and a button that pushes it on. It touches
    /// nothing outside the view, and stops when the view is removed.
    /// </summary>
    public static string ConvolutionScript { get; } = Read("convolution.js");

    /// <summary>
    /// Draws a chart when Plotly is there: already, by the page's module loader (which would swallow it otherwise), or by a script element's
    /// <c>onload</c>. Hosts that copy HTML into their page run the script at once. <c>@id</c>, <c>@address</c> and <c>@figure</c> are places.
    /// </summary>
    public static string PlotlyScript { get; } = Read("plotly.js");

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Asset).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
