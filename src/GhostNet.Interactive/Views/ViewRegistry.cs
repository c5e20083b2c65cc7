using GhostNet.Conversion;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Interactive.Views;
using GhostNet.Metrics;
using GhostNet.Training;
using TorchSharp;

namespace GhostNet.Interactive;

/// <summary>Which view shows a value: what hosts ask when a cell ends on a value that is not a view itself.</summary>
public static class ViewRegistry
{
    /// <summary>Every type that has a view. A value is shown by the first rule that fits.</summary>
    private static readonly Rule[] s_rules =
    [
        For<torch.Tensor>(tensor => tensor.View()),
        For<torch.nn.Module>(model => model.View()),
        For<ModelSummary>(summary => summary.View()),
        For<GhostifyResult>(result => result.View()),
        For<FeatureMaps>(maps => maps.View()),
        For<GhostPairs>(pairs => pairs.View()),
        For<ConvolutionSteps>(steps => steps.View()),
        For<TrainingHistory>(history => history.View()),
        For<TrainingProgress>(progress => progress.View()),
        For<Evaluation>(evaluation => evaluation.View()),
        For<ImageDataset>(dataset => dataset.View()),
        For<DatasetSplit>(split => split.Train.View()),
        For<Batch>(batch => batch.View()),
    ];

    /// <summary>The types whose values have a view; values of derived types have one, too.</summary>
    internal static IEnumerable<Type> Types => s_rules.Select(rule => rule.Type);

    /// <summary>The view of a value; null when it has none. A view is its own.</summary>
    /// <param name="value">Any value.</param>
    public static View? Of(object? value) =>
        value as View ?? s_rules.FirstOrDefault(rule => rule.Type.IsInstanceOfType(value))?.Draw(value!);

    private static Rule For<T>(Func<T, View> draw) => new(typeof(T), value => draw((T)value));

    private sealed record Rule(Type Type, Func<object, View> Draw);
}
