using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>What a layer or a network, one of your own too, is described with, once, whatever is then done with the description.</summary>
/// <remarks>
/// Over tensors a description is the forward pass; over nodes of a graph it gives the fast network for prediction and the ONNX file; over
/// shapes it gives the multiply-adds. A description must not ask what <typeparamref name="T"/> is. Maps are <c>[N, C, H, W]</c>, vectors
/// <c>[N, C]</c>. Every result belongs to whoever is describing: over tensors, to the dispose scope of the forward pass.
/// </remarks>
/// <typeparam name="T">What flows between layers.</typeparam>
public abstract class Operations<T>
{
    private protected Operations()
    {
    }

    /// <summary>What a layer inside makes of <paramref name="input"/>.</summary>
    /// <param name="layer">A layer of this library, one of your own that is a <see cref="DescribedModule"/>, or one of TorchSharp.</param>
    /// <param name="input">What the layer is given.</param>
    public abstract T Apply(nn.Module<Tensor, Tensor> layer, T input);

    /// <summary>The sum of two values of the same shape.</summary>
    /// <param name="first">A value.</param>
    /// <param name="second">Another.</param>
    public abstract T Add(T first, T second);

    /// <summary><see cref="Add"/> in the memory of <paramref name="sum"/>, which must not be used afterwards.</summary>
    /// <param name="sum">What is added to; the result takes its place.</param>
    /// <param name="term">What is added.</param>
    public virtual T AddInPlace(T sum, T term) => Add(sum, term);

    /// <summary>Weighs values by gates.</summary>
    /// <param name="input">Maps or vectors.</param>
    /// <param name="gates">One gate for each value, or <c>[N, C]</c>: one for each map.</param>
    public abstract T Multiply(T input, T gates);

    /// <summary><c>max(x, 0)</c>.</summary>
    /// <param name="input">Any shape.</param>
    public T Relu(T input) => Activate(input, Activation.Relu);

    /// <summary><see cref="Relu"/> in the memory of <paramref name="input"/>, which must not be used afterwards.</summary>
    /// <param name="input">Any shape; the result takes its place.</param>
    public virtual T ReluInPlace(T input) => Relu(input);

    /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
    /// <param name="input">Any shape.</param>
    public T Sigmoid(T input) => Activate(input, Activation.Sigmoid);

    /// <summary>The channels of one value and then those of another.</summary>
    /// <param name="first">Maps or vectors.</param>
    /// <param name="second">The same, with any number of channels.</param>
    public abstract T Concat(T first, T second);

    /// <summary>The first channels of a value.</summary>
    /// <param name="input">Maps or vectors.</param>
    /// <param name="channels">How many.</param>
    public abstract T FirstChannels(T input, int channels);

    /// <summary>Zeros as further channels.</summary>
    /// <param name="maps">Maps.</param>
    /// <param name="channels">How many are appended.</param>
    public abstract T AppendZeros(T maps, int channels);

    /// <summary>Every <paramref name="stride"/>-th pixel of every <paramref name="stride"/>-th row, from the first on.</summary>
    /// <param name="maps">Maps.</param>
    /// <param name="stride">The distance of two pixels.</param>
    public abstract T Subsample(T maps, int stride);

    /// <summary>The mean of each map, <c>[N, C]</c>, as linear layers and convolutions of this library take it.</summary>
    /// <param name="maps">Maps.</param>
    public abstract T GlobalAveragePool(T maps);

    /// <summary>The mean of each square of pixels; what is left at the right and at the bottom is dropped.</summary>
    /// <param name="maps">Maps.</param>
    /// <param name="size">Height and width of a square, and the distance of two.</param>
    public T AveragePool(T maps, int size) => Pool(maps, isMean: true, new Extent(size, size), Sliding.By(size));

    /// <summary>Maps at the height and width of others; each pixel is that nearest to its place.</summary>
    /// <param name="maps">Maps.</param>
    /// <param name="like">Maps of the wanted size.</param>
    public abstract T ResizeTo(T maps, T like);

    /// <summary>A convolution of maps; of vectors, for a kernel of 1×1, a matrix product.</summary>
    /// <param name="input">Maps or vectors.</param>
    /// <param name="weight">Kernels, <c>[O, I / groups, height, width]</c>, or a matrix, <c>[O, I]</c>, for vectors.</param>
    /// <param name="bias">What is added to each channel, <c>[O]</c>, or null.</param>
    /// <param name="sliding">How the kernel slides.</param>
    internal abstract T Convolve(T input, Tensor weight, Tensor? bias, Sliding sliding);

    /// <summary>Batch normalisation by running statistics.</summary>
    internal abstract T Normalize(T input, BatchStatistics statistics);

    /// <summary>Applies a function to each number.</summary>
    internal abstract T Activate(T input, Activation activation);

    /// <summary>The mean or the largest of the pixels under a window.</summary>
    internal abstract T Pool(T maps, bool isMean, Extent window, Sliding sliding);

    /// <summary>Maps of a single pixel as vectors.</summary>
    internal abstract T Flatten(T maps);
}
