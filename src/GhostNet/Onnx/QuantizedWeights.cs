using static TorchSharp.torch;

namespace GhostNet.Onnx;

/// <summary>The weights and the bias of a convolution as whole numbers.</summary>
/// <param name="Weight">From -127 to 127, in the order of the weights.</param>
/// <param name="Scale">What a weight of each output channel is multiplied by.</param>
/// <param name="Bias">A number for each output channel.</param>
/// <param name="BiasScale">What it is multiplied by: the scale of the weights times that of the input.</param>
internal sealed record QuantizedWeights(sbyte[] Weight, float[] Scale, int[] Bias, float[] BiasScale)
{
    private const int LargestWeight = 127;

    /// <summary>Leaves room for the sum of the products, which the bias is added to.</summary>
    private const int LargestBias = int.MaxValue / 2;

    /// <summary>The least scale, here and when it is multiplied by that of the input: smaller numbers are not exact any more.</summary>
    private const double LeastScale = 1e-30;

    /// <summary>Rounds weights, each output channel by a scale of its own.</summary>
    /// <param name="weight">The weights; the output channel is the first dimension.</param>
    /// <param name="bias">What is added to each channel, or null.</param>
    /// <param name="inputScale">The scale of the input.</param>
    public static QuantizedWeights Of(Tensor weight, Tensor? bias, float inputScale)
    {
        var (weights, channels) = (Numbers(weight), (int)weight.size(0));
        var biases = bias is null ? new float[channels] : Numbers(bias);
        var rounded = new QuantizedWeights(new sbyte[weights.Length], new float[channels], new int[channels], new float[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            var (first, count) = (channel * (weights.Length / channels), weights.Length / channels);
            var largest = weights.AsSpan(first, count).ToArray().Max(Math.Abs);

            // Where all weights are next to nothing, the bias must still fit into 32 bits.
            var scale = (float)Math.Max((double)largest / LargestWeight, Math.Abs((double)biases[channel]) / inputScale / LargestBias);
            scale = scale * Math.Min(1, inputScale) > LeastScale ? scale : 1;
            (rounded.Scale[channel], rounded.BiasScale[channel]) = (scale, scale * inputScale);
            for (var i = first; i < first + count; i++)
            {
                rounded.Weight[i] = (sbyte)Math.Clamp(Math.Round((double)weights[i] / scale), -LargestWeight, LargestWeight);
            }

            rounded.Bias[channel] = (int)Math.Clamp(Math.Round((double)biases[channel] / rounded.BiasScale[channel]), -int.MaxValue, int.MaxValue);
        }

        return rounded;
    }

    private static float[] Numbers(Tensor tensor) => tensor.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
}
