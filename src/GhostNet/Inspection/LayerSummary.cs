using GhostNet.IO;

namespace GhostNet.Inspection;

/// <summary>A layer of a <see cref="ModelSummary"/> with the layers inside it. All numbers include those.</summary>
public sealed class LayerSummary
{
    internal LayerSummary()
    {
    }

    /// <summary>Path from the model, such as <c>blocks.0.0.ghost1</c>; empty for the model itself.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>The last part of <see cref="Path"/>.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>Name of the layer's type, such as <c>Conv2d</c>.</summary>
    public string Type { get; internal init; } = "";

    /// <summary>0 for the model, 1 for its layers, 2 for theirs.</summary>
    public int Depth { get; internal init; }

    /// <summary>Shape of the layer's last output; empty when that is not known (see <see cref="WasSeen"/>).</summary>
    public IReadOnlyList<long> OutputShape { get; internal init; } = [];

    /// <summary>Parameters, each counted once wherever it is shared.</summary>
    public long Parameters { get; internal init; }

    /// <summary>Those of <see cref="Parameters"/> that training changes.</summary>
    public long TrainableParameters { get; internal init; }

    /// <summary>Multiplications, each with its addition, in convolutions and linear layers.</summary>
    public long MultiplyAdds { get; internal init; }

    /// <summary>Share of the model's parameters, 0 to 1.</summary>
    public double ParameterShare { get; private set; }

    /// <summary>Share of the model's multiply-adds, 0 to 1.</summary>
    public double MultiplyAddShare { get; private set; }

    /// <summary>
    /// False when the layer did not run or its parent called <c>forward</c> in place of <c>call</c>, so that it could
    /// not be watched: its output shape and its multiply-adds are then unknown and not counted.
    /// </summary>
    public bool WasSeen { get; internal init; }

    /// <summary>The layers inside, in the order in which they were registered.</summary>
    public IReadOnlyList<LayerSummary> Children { get; internal init; } = [];

    /// <summary>This layer and all inside it, each before its own children.</summary>
    public IEnumerable<LayerSummary> Flatten() => Children.SelectMany(child => child.Flatten()).Prepend(this);

    /// <summary>Sets the shares of this layer and of all inside it.</summary>
    /// <param name="model">The whole.</param>
    internal void SetShares(LayerSummary model)
    {
        foreach (var layer in Flatten())
        {
            layer.ParameterShare = Ratio(layer.Parameters, model.Parameters);
            layer.MultiplyAddShare = Ratio(layer.MultiplyAdds, model.MultiplyAdds);
        }

        static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
    }

    /// <summary>The layer in one line.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{ForeignText.Show(Path.Length == 0 ? Type : $"{Path} ({Type})", 200)}: output [{string.Join(", ", OutputShape)}], {Parameters:N0} parameters, {MultiplyAdds:N0} multiply-adds");
}
