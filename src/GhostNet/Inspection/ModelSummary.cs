using static TorchSharp.torch;

namespace GhostNet.Inspection;

/// <summary>What a model is made of: the layers, the shapes they make, their parameters and what they cost.</summary>
/// <remarks>
/// Works for any model. Multiply-adds are those of convolutions and of linear layers; recurrent and attention layers are not counted. Layers are watched through
/// forward hooks, which run when a parent uses <c>layer.call(x)</c> and not when it uses <c>layer.forward(x)</c>:
/// <see cref="NotCounted"/> names the layers that could not be watched.
/// </remarks>
public sealed class ModelSummary
{
    private ModelSummary(LayerSummary root, IReadOnlyList<long> inputShape, long parameterBytes) =>
        (Root, InputShape, ParameterBytes) = (root, inputShape, parameterBytes);

    /// <summary>The model as a tree: its own numbers are the totals.</summary>
    public LayerSummary Root { get; }

    /// <summary>Every layer without the model itself, each before the layers inside it.</summary>
    public IEnumerable<LayerSummary> Layers => Root.Flatten().Skip(1);

    /// <summary>Shape of the input that was tried, with the batch: <c>[N, C, H, W]</c> for images; empty when nothing was run.</summary>
    public IReadOnlyList<long> InputShape { get; }

    /// <summary>All parameters. Numbers that several layers share, such as tied weights, count once.</summary>
    public long Parameters => Root.Parameters;

    /// <summary>Parameters that training changes.</summary>
    public long TrainableParameters => Root.TrainableParameters;

    /// <summary>Multiply-adds for the whole input, all <c>N</c> of its images.</summary>
    public long MultiplyAdds => Root.MultiplyAdds;

    /// <summary>Memory of the parameters in bytes.</summary>
    internal long ParameterBytes { get; }

    /// <summary>Paths of layers with parameters of their own that could not be watched; empty when the count is whole or nothing was run.</summary>
    public IEnumerable<string> NotCounted => Layers
        .Where(layer => Root.WasSeen && !layer.WasSeen && layer.Parameters > layer.Children.Sum(child => child.Parameters))
        .Select(layer => layer.Path);

    /// <summary>Runs the model once on zeros of the given shape and describes it.</summary>
    /// <remarks>
    /// The model is left as it was: its mode (training or evaluation), running statistics, gradients and hooks, and
    /// torch's random state.
    /// </remarks>
    /// <param name="model">Any model from tensor to tensor; the caller keeps it.</param>
    /// <param name="inputShape">Shape of the input with the batch, such as 1, 3, 32, 32.</param>
    /// <exception cref="ArgumentException">The model does not take such an input.</exception>
    public static ModelSummary Of(nn.Module<Tensor, Tensor> model, params long[] inputShape)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Any(size => size < 0))
        {
            throw new ArgumentException($"The input shape [{string.Join(", ", inputShape)}] has a size below 0. Give sizes of 0 or more.", nameof(inputShape));
        }

        var like = model.parameters().FirstOrDefault(parameter => parameter.is_floating_point());
        using var input = zeros(inputShape, like?.dtype ?? ScalarType.Float32, like?.device);
        return Of(model, input);
    }

    /// <summary>Runs the model once on an input of your own, as for a model that takes whole numbers, and describes it.</summary>
    /// <remarks>The model is left as it was.</remarks>
    /// <param name="model">Any model from tensor to tensor; the caller keeps it.</param>
    /// <param name="input">What to try, on the model's device; the caller keeps it.</param>
    /// <exception cref="ArgumentException">The model does not take such an input.</exception>
    public static ModelSummary Of(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        var record = LayerStatistics.Of(model, input);
        return new ModelSummary(WithShares(Describe(model, "", 0, record, new CountedOnce())), input.shape, Bytes(model));
    }

    /// <summary>Describes a model that is not run: its layers and their parameters, but no shapes and no multiply-adds.</summary>
    /// <param name="model">Any model, also one that does not take one tensor; the caller keeps it.</param>
    internal static ModelSummary WithoutRunning(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ModelSummary(WithShares(Describe(model, "", 0, null, new CountedOnce())), [], Bytes(model));
    }

    /// <summary>A table of the layers to the third level, and the totals.</summary>
    public override string ToString() => ToString(3);

    /// <summary>A table of the layers, and the totals.</summary>
    /// <param name="depth">Levels to show; deeper layers are in the numbers of those above them.</param>
    public string ToString(int depth) => SummaryTable.Format(this, depth);

    private static LayerSummary Describe(
        nn.Module module, string path, int depth, LayerStatistics? record, CountedOnce counted)
    {
        // A layer or a parameter that occurs twice is counted where it occurs first.
        counted.Add(module);
        var own = module.named_parameters(recurse: false).Select(parameter => parameter.parameter).Where(counted.Add).ToList();
        var children = new List<LayerSummary>();
        foreach (var (name, child) in module.named_children())
        {
            if (!counted.Has(child))
            {
                children.Add(Describe(child, path.Length == 0 ? name : $"{path}.{name}", depth + 1, record, counted));
            }
        }

        var entry = record?[module];
        return new LayerSummary
        {
            Path = path,
            Type = TypeName(module.GetType()),
            Depth = depth,
            OutputShape = entry?.OutputShape ?? [],
            Parameters = own.Sum(parameter => parameter.numel()) + children.Sum(child => child.Parameters),
            TrainableParameters = own.Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel())
                + children.Sum(child => child.TrainableParameters),
            MultiplyAdds = (entry?.MultiplyAdds ?? 0) + children.Sum(child => child.MultiplyAdds),
            WasSeen = entry is not null,
            Children = children,
        };
    }

    private static LayerSummary WithShares(LayerSummary root)
    {
        root.SetShares(root);
        return root;
    }

    private static long Bytes(nn.Module model) => model.parameters()
        .Where(new CountedOnce().Add)
        .Sum(parameter => parameter.numel() * parameter.element_size());

    private static string TypeName(Type type) =>
        type.IsGenericType ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] : type.Name;
}
