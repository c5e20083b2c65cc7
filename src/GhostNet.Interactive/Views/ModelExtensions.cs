using GhostNet.Inspection;
using GhostNet.Interactive.Views;
using static TorchSharp.torch;

namespace GhostNet.Interactive;

/// <summary>Pictures of models.</summary>
public static class ModelExtensions
{
    /// <summary>A model as a collapsible tree: layers, output shapes, parameters and multiply-adds.</summary>
    /// <remarks>With a shape the model runs once on zeros, and is left as it was. Without one nothing is run, and only parameters are shown.</remarks>
    /// <param name="model">Any model; the caller keeps it.</param>
    /// <param name="inputShape">Shape of the input with the batch, such as 1, 3, 32, 32; nothing to run nothing.</param>
    /// <exception cref="ArgumentException">The model does not take such an input.</exception>
    public static View View(this nn.Module model, params long[] inputShape)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputShape);
        return new ModelView((model, inputShape.Length) switch
        {
            (_, 0) => ModelSummary.WithoutRunning(model),
            (nn.Module<Tensor, Tensor> network, _) => ModelSummary.Of(network, inputShape),
            _ => throw new ArgumentException(
                $"{model.GetType().Name} is not a model from one tensor to one tensor, so it cannot be tried: call View() without a shape.",
                nameof(inputShape)),
        });
    }

    /// <summary>A summary as a collapsible tree.</summary>
    /// <param name="summary">What the model is made of.</param>
    public static View View(this ModelSummary summary) => new ModelView(summary);
}
