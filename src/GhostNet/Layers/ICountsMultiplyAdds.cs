using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>A layer of your own that says what it costs, so that a model summary can count it.</summary>
/// <remarks>TorchSharp's convolutions and linear layers are known and need not implement this.</remarks>
public interface ICountsMultiplyAdds
{
    /// <summary>Multiplications, each with its addition, that made <paramref name="output"/> from <paramref name="input"/>.</summary>
    /// <param name="input">What the layer was given; its shape is what matters.</param>
    /// <param name="output">What it made of it.</param>
    long MultiplyAdds(Tensor input, Tensor output);
}
