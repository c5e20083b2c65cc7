using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>A layer or a network that is described once: its forward pass, prediction, ONNX and multiply-adds follow from it.</summary>
/// <remarks>
/// <code>
/// public override T Describe&lt;T&gt;(Operations&lt;T&gt; on, T input) =&gt; on.AddInPlace(on.Apply(body, input), on.Apply(shortcut, input));
/// </code>
/// </remarks>
public abstract class DescribedModule : nn.Module<Tensor, Tensor>
{
    /// <summary>Creates the layer; call <c>RegisterComponents</c> when its fields are set.</summary>
    /// <param name="name">What the layer is called, usually as its class.</param>
    protected DescribedModule(string name)
        : base(name)
    {
    }

    /// <summary>Says what the layer makes of its input.</summary>
    /// <param name="on">The operations.</param>
    /// <param name="input">What the layer is given.</param>
    /// <typeparam name="T">What flows between layers: tensors, or what stands for them.</typeparam>
    public abstract T Describe<T>(Operations<T> on, T input);

    /// <summary>Computes what is described. What the layers inside pass to each other is freed on the way.</summary>
    /// <param name="input">The input; the caller keeps it.</param>
    /// <returns>The output; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor input)
    {
        // A gradient keeps what it needs, and frees it as it goes: nothing else may hold it until the step ends.
        using var scope = NewDisposeScope();
        var output = Describe(TensorOperations.Instance, input);
        return (ReferenceEquals(output, input) ? input.alias() : output).MoveToOuterDisposeScope();
    }
}
