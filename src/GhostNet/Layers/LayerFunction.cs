using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>A function of one tensor, with a gradient of its own, that leaves nothing behind in either direction.</summary>
/// <remarks>
/// TorchSharp wraps everything that passes between libtorch and a function in tensors of the surrounding dispose scope. A backward pass
/// would thereby keep the gradients of all layers until the step ends, which is as much memory as all their outputs take;
/// and of each output there would be an empty twin.
/// </remarks>
/// <typeparam name="T">The function itself.</typeparam>
internal abstract class LayerFunction<T> : autograd.SingleTensorFunction<T>
    where T : LayerFunction<T>, new()
{
    private const string InputCount = "input count";

    public sealed override string Name => typeof(T).Name;

    public sealed override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        // In place of no gradient TorchSharp would give zeros, shaped like the twin, which is gone by then.
        ctx.set_materialize_grads(false);
        ctx.save_data(InputCount, vars.Length);
        return Output(ctx, vars);
    }

    public sealed override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        ReturnedGradients.Free();
        if (grad_output.IsInvalid)
        {
            return [.. new Tensor[(int)ctx.get_data(InputCount)]];
        }

        using var outputGradient = grad_output;
        using var scope = NewDisposeScope();
        var gradients = Gradients(ctx, outputGradient);
        foreach (var gradient in gradients)
        {
            gradient?.MoveToOuterDisposeScope();
        }

        ReturnedGradients.Keep(gradients);
        return gradients!;
    }

    /// <summary>Computes the output and connects the result to autograd.</summary>
    /// <param name="inputs">The inputs, tensors first.</param>
    /// <returns>The output; the caller's dispose scope owns it.</returns>
    protected static Tensor Call(params object[] inputs)
    {
        using var scope = NewDisposeScope();
        return apply(inputs).MoveToOuterDisposeScope();
    }

    /// <summary>The output, and what <see cref="Gradients"/> will need, saved in the context.</summary>
    protected abstract Tensor Output(autograd.AutogradContext context, object[] inputs);

    /// <summary>The gradients of the inputs, null for what is no tensor. Everything else that is made dies with the call.</summary>
    protected abstract List<Tensor?> Gradients(autograd.AutogradContext context, Tensor outputGradient);
}
