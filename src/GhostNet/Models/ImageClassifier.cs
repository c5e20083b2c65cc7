using GhostNet.Graph;
using GhostNet.Kernels;
using GhostNet.Prediction;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>
/// A network from images to logits that is described once. Training, prediction, ONNX, summaries and views work for any class
/// that derives from this one and is registered by <see cref="ModelRegistry.Register"/>.
/// </summary>
public abstract class ImageClassifier : DescribedModule, IDescribedNetwork
{
    private nn.Module? _first;

    /// <summary>Creates the network; call <c>RegisterComponents</c> when its fields are set.</summary>
    /// <param name="spec">
    /// What brings the network back: the name under which <see cref="ModelRegistry"/> knows it, its classes, its input channels,
    /// and every other option that it has.
    /// </param>
    /// <exception cref="ArgumentException">The spec does not say how many classes or input channels there are.</exception>
    protected ImageClassifier(ModelSpec spec)
        : base((spec ?? throw new ArgumentNullException(nameof(spec))).Name)
    {
        (Classes, InputChannels) = (spec.Classes, spec.InputChannels);
        Spec = ModelRegistry.Shorten(spec);
    }

    /// <summary>What brings a network of the same shape back: its registered name, with classes, input channels and the options that differ.</summary>
    public ModelSpec Spec { get; }

    /// <summary>Channels of an image: 3 for colour, 1 for grey.</summary>
    public int InputChannels { get; }

    /// <summary>Number of classes: the length of the logits.</summary>
    public int Classes { get; }

    /// <summary>The least height and width of an image in pixels.</summary>
    public virtual int SmallestImage => 1;

    /// <summary>A number of the network, whose type and device the images must have; null when it has none.</summary>
    private Tensor? AnyWeight
    {
        get
        {
            // The layer stays; its parameters are replaced when the network is moved or converted.
            _first ??= modules().FirstOrDefault(module => module.parameters(recurse: false).Any());
            return _first?.parameters(recurse: false).First();
        }
    }

    /// <summary>Maps images <c>[N, InputChannels, H, W]</c> to logits <c>[N, Classes]</c>.</summary>
    /// <remarks>What the layers pass to each other is freed on the way: a hook that wants to keep it takes a clone.</remarks>
    /// <param name="input">Normalised images; the caller keeps them.</param>
    /// <returns>The logits; the caller's dispose scope owns them.</returns>
    /// <exception cref="ArgumentException">The tensor has another shape, type or device; the message says what to do.</exception>
    public sealed override Tensor forward(Tensor input)
    {
        InputCheck.Images(input, GetType().Name, InputChannels, SmallestImage, AnyWeight);
        using var scope = NewDisposeScope();

        // Channels-last memory from here on: every layer keeps the layout in which it finds its input.
        return base.forward(ChannelsLast.Of(input)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// A copy for prediction that is several times as fast on a CPU: batch normalisation is fused into the convolutions, and
    /// each core takes whole images. Its logits are the same but for rounding (1e-4).
    /// </summary>
    /// <remarks>The copy is of the weights as they are now, knows no gradients and cannot be trained.</remarks>
    /// <returns>Maps images <c>[N, InputChannels, H, W]</c> to logits <c>[N, Classes]</c>; the caller disposes it.</returns>
    /// <exception cref="NotSupportedException">A layer inside has no description; the message names it.</exception>
    public nn.Module<Tensor, Tensor> Optimized() => new OptimizedNetwork(this, InputChannels, SmallestImage);

    /// <summary>A network like this one for other classes: with its weights, but for the classifier, whose weights are fresh, drawn from <c>torch</c>'s random generator.</summary>
    /// <remarks>To train it, take <see cref="Training.TrainingOptions.ForFineTuning"/>.</remarks>
    /// <param name="classes">How many classes.</param>
    /// <returns>The network on the CPU, in training mode; the caller disposes it. This one stays as it is.</returns>
    /// <exception cref="ArgumentException">This network's name is not registered, or the number of classes is out of range.</exception>
    public ImageClassifier WithClasses(int classes)
    {
        var other = ModelRegistry.Create(Spec.With(ModelSpec.ClassesOption, classes));
        using var _ = no_grad();
        var (weights, classifier) = (state_dict(), LastLinear.Prefix(this));
        foreach (var (name, value) in other.state_dict())
        {
            if (classifier is null || !name.StartsWith(classifier, StringComparison.Ordinal))
            {
                value.copy_(weights[name]);
            }
        }

        return other;
    }

    /// <inheritdoc/>
    IReadOnlyDictionary<string, string> IDescribedNetwork.Settings(ModelSpec spec) => ModelRegistry.Settings(spec);

    /// <inheritdoc/>
    string IDescribedNetwork.OwnName(string name) => OwnName(name);

    /// <summary>What the network calls a tensor that files of others may call otherwise.</summary>
    private protected virtual string OwnName(string name) => name;
}
