using System.Runtime.InteropServices;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>A forward pass that somebody watches.</summary>
internal static class ForwardPass
{
    /// <summary>Runs the model once, in evaluation mode and without gradients.</summary>
    /// <remarks>
    /// The model's mode, its running statistics, its hooks and torch's random state are as before. A layer that the model
    /// uses twice is seen twice; one whose parent calls <c>forward</c> in place of <c>call</c> is not seen.
    /// </remarks>
    /// <param name="model">Any model from tensor to tensor.</param>
    /// <param name="input">What to give it.</param>
    /// <param name="hook">
    /// Told of each layer, its input and its output as soon as it has run. It must copy what it keeps: the next layer may
    /// change the output in place.
    /// </param>
    /// <exception cref="ArgumentException">The model does not take such an input.</exception>
    public static void RunWithHook(nn.Module<Tensor, Tensor> model, Tensor input, Action<nn.Module, Tensor, Tensor> hook)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var evaluation = new EvalScope(model);
        var hooks = model.modules().Prepend(model).OfType<nn.Module<Tensor, Tensor>>()
            .Distinct()
            .Select(module => module.register_forward_hook((layer, given, made) =>
            {
                AmbientCancellation.ThrowIfCancelled();
                hook(layer, given, made);
                return made;
            })).ToList();
        var random = get_rng_state();
        try
        {
            Call(model, input);
        }
        finally
        {
            set_rng_state(random);
            hooks.ForEach(hook => hook.remove());
        }
    }

    /// <summary>Runs the model once.</summary>
    /// <param name="model">Any model from tensor to tensor.</param>
    /// <param name="input">What to give it.</param>
    /// <exception cref="ArgumentException">The model does not take such an input.</exception>
    public static Tensor Call(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        try
        {
            return model.call(input);
        }
        catch (ExternalException e)
        {
            // torch appends its own native stack: the first line says what did not fit.
            throw new ArgumentException(
                $"The model does not take an input of shape [{string.Join(", ", input.shape)}]: {e.Message.Split('\n')[0]}", nameof(input), e);
        }
    }
}
