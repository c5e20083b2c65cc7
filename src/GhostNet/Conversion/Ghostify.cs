using GhostNet.Graph;
using GhostNet.Inspection;
using GhostNet.IO;
using GhostNet.Layers;
using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Conversion;

/// <summary>Replaces the convolutions of any network by Ghost modules, as the GhostNet paper did with VGG-16 and ResNet-56 (section 4.1).</summary>
public static class Ghostify
{
    /// <summary>Replaces all convolutions for which that saves parameters, in place. The new layers have fresh weights: train the network afterwards.</summary>
    /// <remarks>
    /// <para>
    /// A <see cref="ConvBnAct"/> becomes a <see cref="GhostModule"/>, so that <c>vgg16</c> becomes <c>ghost_vgg16</c>. A single <c>Conv2d</c> or <see cref="Conv"/>
    /// becomes a Ghost module without normalisation and activation, because those of the network still follow; its kernel, stride, padding, dilation and
    /// bias stay. Kept are convolutions in groups, those that make a single pixel of an image, such as squeeze-and-excitation, those within
    /// Ghost modules, and those for which a Ghost module would have no fewer parameters.
    /// </para>
    /// <para>
    /// The layers are held in <c>Sequential</c>s, in lists, or in fields, which must be able to hold another layer: <c>nn.Module&lt;Tensor, Tensor&gt;</c>,
    /// not <c>Conv2d</c>. If one cannot be replaced, none is. Call it before a trainer or an optimiser takes the parameters. The replaced layers are
    /// disposed, gradients are cleared. An <see cref="ImageClassifier"/> is no longer the network that its <see cref="ImageClassifier.Spec"/>
    /// names: files of its weights do not claim so, and are loaded into a network that was treated alike.
    /// </para>
    /// </remarks>
    /// <param name="model">The network; the caller keeps it.</param>
    /// <param name="inputShape">Shape of an input that it takes, such as 1, 3, 32, 32: it runs on zeros to count multiply-adds, and to see that the new layers are used.</param>
    /// <param name="ratio">Maps per intrinsic map (<c>s</c>): 2 makes one ghost of each.</param>
    /// <param name="dwSize">Kernel of the cheap operation (<c>d</c>); odd.</param>
    /// <returns>What was replaced, and what that saves.</returns>
    /// <exception cref="ArgumentException">Nothing can be replaced; or the network holds a convolution in a way in which it cannot be replaced, and the message names it.</exception>
    public static GhostifyResult Convolutions(nn.Module<Tensor, Tensor> model, long[] inputShape, int ratio = 2, int dwSize = 3)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentOutOfRangeException.ThrowIfLessThan(ratio, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dwSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(dwSize % 2, 1);

        var before = ModelSummary.Of(model, inputShape);
        var summaries = before.Layers.ToDictionary(static layer => layer.Path);
        var found = PlainConvolution.Of(model);
        var kept = found.ToDictionary(static convolution => convolution.Path, convolution => convolution.ReasonToKeep(summaries[convolution.Path], ratio, dwSize));
        var chosen = found.Where(convolution => kept[convolution.Path] is null).ToList();
        if (chosen.Count == 0)
        {
            throw new ArgumentException(
                $"{ForeignText.Show(model.GetType().Name)} has nothing to replace{(found.Count == 0 ? ": it has no convolution inside that is a layer of its own" : string.Concat(kept.Take(3).Select(static layer => $"; {ForeignText.Show(layer.Key)} {layer.Value}")))}.",
                nameof(model));
        }

        Dictionary<nn.Module, nn.Module> replacements = new(ReferenceEqualityComparer.Instance);
        try
        {
            chosen.ForEach(convolution => replacements[convolution.Layer] = convolution.Ghost(ratio, dwSize));
            RequirePlaces(model, chosen, replacements);
        }
        catch
        {
            DisposeAll(replacements.Values);
            throw;
        }

        var owners = model.modules().Prepend(model).ToList();
        owners.ForEach(owner => ModulePlaces.Replace(owner, replacements));
        owners.OfType<ImageClassifier>().ToList().ForEach(static network => network.LayersChanged());
        try
        {
            RequireUse(model, inputShape, chosen, replacements);
        }
        catch
        {
            var back = replacements.ToDictionary(static pair => pair.Value, static pair => pair.Key, (IEqualityComparer<nn.Module>)ReferenceEqualityComparer.Instance);
            owners.ForEach(owner => ModulePlaces.Replace(owner, back));
            DisposeAll(replacements.Values);
            throw;
        }

        DisposeAll(replacements.Keys);
        var after = ModelSummary.Of(model, inputShape);
        var now = after.Layers.ToDictionary(static layer => layer.Path);
        return new GhostifyResult(
            $"ratio {ratio}, cheap kernels of {dwSize}×{dwSize}",
            before,
            after,
            [.. found.Select(convolution => new GhostifiedLayer
            {
                Path = convolution.Path,
                Convolution = convolution.Text,
                KeptBecause = kept[convolution.Path],
                ParametersBefore = summaries[convolution.Path].Parameters,
                ParametersAfter = now[convolution.Path].Parameters,
                MultiplyAddsBefore = summaries[convolution.Path].MultiplyAdds,
                MultiplyAddsAfter = now[convolution.Path].MultiplyAdds,
            })]);
    }

    /// <summary>Refuses a network that holds a convolution where another layer cannot stand.</summary>
    private static void RequirePlaces(nn.Module model, List<PlainConvolution> chosen, Dictionary<nn.Module, nn.Module> replacements)
    {
        foreach (var owner in model.modules().Prepend(model))
        {
            foreach (var (_, child) in owner.named_children())
            {
                if (replacements.TryGetValue(child, out var replacement) && ModulePlaces.Fault(owner, child, replacement) is { } fault)
                {
                    throw Cannot(chosen.First(convolution => ReferenceEquals(convolution.Layer, child)).Path, fault);
                }
            }
        }
    }

    /// <summary>Refuses a network whose result does not depend on a new layer: then it holds the old one in a place that nobody sees, such as a function.</summary>
    private static void RequireUse(nn.Module<Tensor, Tensor> model, long[] inputShape, List<PlainConvolution> chosen, Dictionary<nn.Module, nn.Module> replacements)
    {
        using var scope = NewDisposeScope();
        using var _ = enable_grad();
        using var evaluation = new EvalScope(model);
        var like = model.parameters().First();
        var output = model.call(zeros(inputShape, like.dtype, like.device)).sum();
        if (output.requires_grad)
        {
            output.backward();
        }

        var unused = chosen.FirstOrDefault(convolution => replacements[convolution.Layer].parameters().First().grad is null);
        foreach (var parameter in model.parameters())
        {
            parameter.grad = null;
        }

        if (unused is not null)
        {
            throw Cannot(unused.Path, "the result of the network does not depend on what stands in its place, because the old layer is held elsewhere too, or no gradient reaches it");
        }
    }

    private static ArgumentException Cannot(string path, string why) => new($"The convolution {ForeignText.Show(path)} cannot be replaced: {why}. Nothing was changed.");

    private static void DisposeAll(IEnumerable<nn.Module> layers)
    {
        foreach (var layer in layers)
        {
            layer.Dispose();
        }
    }
}
