using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace GhostNet.Kernels;

/// <summary>A function of one tensor, with a gradient of its own, that leaves nothing behind in either direction.</summary>
/// <remarks>
/// TorchSharp wraps everything that passes between libtorch and a function in tensors of the surrounding dispose scope. A backward pass
/// would thereby keep the gradients of all layers until the step ends, which is as much memory as all their outputs take;
/// and of each output there would be an empty twin.
/// </remarks>
/// <typeparam name="T">The function itself.</typeparam>
internal abstract class AutogradFunction<T> : autograd.SingleTensorFunction<T>
    where T : AutogradFunction<T>, new()
{
    private const string InputShapes = "input shapes";

    [ThreadStatic]
    private static ExceptionDispatchInfo? t_failure;

    public sealed override string Name => typeof(T).Name;

    public sealed override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        // In place of no gradient TorchSharp would give zeros, shaped like the twin, which is gone by then.
        ctx.set_materialize_grads(false);
        ctx.save_data(InputShapes, Array.ConvertAll(vars, input => (input as Tensor)?.shape));
        try
        {
            return Output(ctx, vars);
        }
        catch (Exception exception)
        {
            // TorchSharp frees the function, and with it the graph of the inputs, only when it has an output.
            t_failure = ExceptionDispatchInfo.Capture(exception);
            return empty(0);
        }
    }

    /// <summary>Never throws: libtorch calls it.</summary>
    public sealed override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var shapes = (long[]?[])ctx.get_data(InputShapes);
        GradientLifetime.Free();
        if (grad_output.IsInvalid)
        {
            return [.. new Tensor[shapes.Length]];
        }

        if (!BackwardFailure.IsPending)
        {
            try
            {
                return Keep(InScope(ctx, grad_output));
            }
            catch (Exception exception)
            {
                BackwardFailure.Keep(exception, Name);
            }
        }

        var nothing = Keep([.. shapes.Select(shape => shape is null ? null : zeros(1).expand(shape))]);
        BackwardFailure.Raise();
        return nothing;
    }

    /// <summary>Computes the output and connects the result to autograd.</summary>
    /// <param name="inputs">The inputs, tensors first.</param>
    /// <returns>The output; the caller's dispose scope owns it.</returns>
    protected static Tensor Call(params object[] inputs)
    {
        BackwardFailure.ThrowIfPending();
        using var scope = NewDisposeScope();
        var output = apply(inputs);
        if (Interlocked.Exchange(ref t_failure, null) is { } failure)
        {
            output.Dispose();
            failure.Throw();
        }

        return output.MoveToOuterDisposeScope();
    }

    /// <summary>The output, and what <see cref="Gradients"/> will need, saved in the context.</summary>
    protected abstract Tensor Output(autograd.AutogradContext context, object[] inputs);

    /// <summary>The gradients of the inputs, null for what is no tensor. Everything else that is made dies with the call.</summary>
    protected abstract List<Tensor?> Gradients(autograd.AutogradContext context, Tensor outputGradient);

    /// <summary>The same in operations of libtorch, which can be differentiated again: for a pass with <c>create_graph</c>.</summary>
    protected abstract List<Tensor?> DifferentiableGradients(autograd.AutogradContext context, Tensor outputGradient);

    private List<Tensor?> InScope(autograd.AutogradContext context, Tensor outputGradient)
    {
        using var _ = outputGradient;
        using var scope = NewDisposeScope();
        var gradients = is_grad_enabled() ? DifferentiableGradients(context, outputGradient) : Gradients(context, outputGradient);
        foreach (var gradient in gradients)
        {
            gradient?.MoveToOuterDisposeScope();
        }

        return gradients;
    }

    private static List<Tensor> Keep(List<Tensor?> gradients)
    {
        GradientLifetime.Keep(gradients);
        return gradients!;
    }
}
