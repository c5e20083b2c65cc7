using static TorchSharp.torch;

namespace GhostNet.Kernels;

/// <summary>Batch normalisation by the running statistics through <see cref="BatchNormKernel"/>, where no gradient is wanted.</summary>
internal static unsafe class BatchNormInference
{
    public static Tensor Apply(
        Tensor input, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVar, double epsilon, bool relu)
    {
        var channels = (int)input.size(1);
        float[] scale = new float[channels], shift = new float[channels];
        Span<float> gamma = TensorMemory.Floats(weight), beta = TensorMemory.Floats(bias);
        Span<float> mean = TensorMemory.Floats(runningMean), variance = TensorMemory.Floats(runningVar);
        for (var c = 0; c < channels; c++)
        {
            var factor = gamma[c] / Math.Sqrt(variance[c] + epsilon);
            (scale[c], shift[c]) = ((float)factor, (float)(beta[c] - mean[c] * factor));
        }

        using var rows = ChannelsLast.Pixels(input);
        var output = ChannelsLast.Empty(input.size(0), channels, input.size(2), input.size(3));
        using var outputRows = output.permute(0, 2, 3, 1);
        var layout = new ChannelsLastLayout(rows.numel() / channels, channels);
        fixed (float* x = TensorMemory.Floats(rows), y = TensorMemory.Floats(outputRows))
        {
            BatchNormKernel.Normalize(x, y, layout, layout.Repeat(c => scale[c]), layout.Repeat(c => shift[c]), relu);
        }

        return output;
    }
}
