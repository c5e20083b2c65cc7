using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Kernels;

/// <summary>Connects <see cref="BatchNormKernel"/> to autograd, for training on a CPU.</summary>
internal sealed unsafe class BatchNormFunction : AutogradFunction<BatchNormFunction>
{
    private const string State = "state";

    public static Tensor Apply(
        Tensor input, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVar, double momentum, double epsilon, bool relu) =>
        Call(input, weight, bias, new Statistics(runningMean, runningVar, momentum, epsilon, relu));

    protected override Tensor Output(autograd.AutogradContext context, object[] inputs)
    {
        var (input, weight, bias, statistics) = ((Tensor)inputs[0], (Tensor)inputs[1], (Tensor)inputs[2], (Statistics)inputs[3]);
        var rows = ChannelsLast.Pixels(input);
        var layout = new ChannelsLastLayout(rows.numel() / rows.size(3), (int)rows.size(3));
        var output = ChannelsLast.Empty(input.size(0), input.size(1), input.size(2), input.size(3));
        var outputRows = output.permute(0, 2, 3, 1);
        fixed (float* x = TensorMemory.Floats(rows), y = TensorMemory.Floats(outputRows))
        {
            var pixels = x;
            var origin = layout.Repeat(channel => pixels[channel]);
            var sums = BatchNormKernel.SumSquares(x, layout, origin);
            var state = statistics.Update(layout, origin, sums, TensorMemory.Floats(weight), TensorMemory.Floats(bias));
            BatchNormKernel.Normalize(x, y, layout, state.Scale, state.Shift, state.Relu);
            context.save_for_backward([input, weight]);
            context.save_data(State, state);
        }

        return output;
    }

    protected override List<Tensor?> Gradients(autograd.AutogradContext context, Tensor outputGradient)
    {
        var state = (NormalizedState)context.get_data(State);
        var input = context.get_saved_variables()[0];
        var rows = ChannelsLast.Pixels(input);
        var gradientRows = ChannelsLast.Pixels(outputGradient);
        var result = ChannelsLast.Empty(input.size(0), input.size(1), input.size(2), input.size(3));
        var resultRows = result.permute(0, 2, 3, 1);
        var channels = state.Layout.Channels;
        float[] weightGradient = new float[channels], biasGradient = new float[channels];
        fixed (float* x = TensorMemory.Floats(rows), g = TensorMemory.Floats(gradientRows), d = TensorMemory.Floats(resultRows))
        {
            var layout = state.Layout;
            var sums = BatchNormKernel.SumGradients(x, g, layout, state.Mean, state.Scale, state.Shift, state.Relu);
            for (var c = 0; c < channels; c++)
            {
                biasGradient[c] = (float)sums.First[c];
                weightGradient[c] = (float)(sums.Second[c] * state.InverseStd[c]);
            }

            // d = γ/σ · (g − mean(g) − x̂ · mean(g · x̂)), written as (g + x·b + c) · a: so b stays in range where x is large and a small.
            var b = layout.Repeat(c => (float)(-sums.Second[c] / layout.Rows * state.InverseStd[c] * state.InverseStd[c]));
            var constant = layout.Repeat(c => (float)(-sums.First[c] / layout.Rows - (double)b[c] * state.Mean[c]));
            BatchNormKernel.InputGradient(x, g, d, layout, state.Scale, state.Shift, state.Relu, b, constant);
        }

        return [result, tensor(weightGradient), tensor(biasGradient), null];
    }

    protected override List<Tensor?> DifferentiableGradients(autograd.AutogradContext context, Tensor outputGradient)
    {
        var state = (NormalizedState)context.get_data(State);
        var saved = context.get_saved_variables();
        var (input, weight) = (saved[0], saved[1]);
        var gradient = state.Relu ? outputGradient * IsPositive(input, state) : outputGradient;
        using Scalar epsilon = state.Epsilon;
        long[] allButChannels = [0, 2, 3];
        var deviation = input.sub(input.mean(allButChannels, keepdim: true));
        var inverseStd = deviation.square().mean(allButChannels, keepdim: true).add(epsilon, PinnedScalars.One).rsqrt();
        var normalized = deviation * inverseStd;
        var product = gradient * normalized;
        var centred = gradient.sub(gradient.mean(allButChannels, keepdim: true)).sub(normalized * product.mean(allButChannels, keepdim: true));
        return [centred * inverseStd * weight.view(1, -1, 1, 1), product.sum(allButChannels), gradient.sum(allButChannels), null];
    }

    /// <summary>1 where the ReLU was open, 0 elsewhere.</summary>
    private static Tensor IsPositive(Tensor input, NormalizedState state)
    {
        using var noGradient = no_grad();
        Tensor PerChannel(float[] repeated) => tensor(repeated[..state.Layout.Channels]).view(1, -1, 1, 1);
        return (input * PerChannel(state.Scale)).add(PerChannel(state.Shift), PinnedScalars.One).gt(PinnedScalars.Zero).to(input.dtype);
    }

    /// <summary>What the layer brings beside its parameters.</summary>
    private sealed record Statistics(Tensor RunningMean, Tensor RunningVar, double Momentum, double Epsilon, bool Relu)
    {
        /// <summary>Turns sums into the numbers that normalise, and moves the running statistics towards the batch's.</summary>
        public NormalizedState Update(ChannelsLastLayout layout, float[] origin, PerChannelSums sums, Span<float> weight, Span<float> bias)
        {
            int channels = layout.Channels;
            double[] mean = new double[channels], inverseStd = new double[channels];
            float[] scales = new float[channels], shifts = new float[channels];
            Span<float> runningMean = TensorMemory.Floats(RunningMean), runningVar = TensorMemory.Floats(RunningVar);
            var unbiased = layout.Rows / (double)Math.Max(1, layout.Rows - 1);
            for (var c = 0; c < channels; c++)
            {
                var offset = sums.First[c] / layout.Rows;
                var variance = Math.Max(0, sums.Second[c] / layout.Rows - offset * offset);
                mean[c] = origin[c] + offset;
                inverseStd[c] = 1 / Math.Sqrt(variance + Epsilon);
                scales[c] = (float)(weight[c] * inverseStd[c]);
                shifts[c] = (float)(bias[c] - mean[c] * scales[c]);
                runningMean[c] = (float)(Momentum * mean[c] + (1 - Momentum) * runningMean[c]);
                runningVar[c] = (float)(Momentum * (variance * unbiased) + (1 - Momentum) * runningVar[c]);
            }

            return new NormalizedState(
                layout, layout.Repeat(c => (float)mean[c]), inverseStd, layout.Repeat(c => scales[c]), layout.Repeat(c => shifts[c]), Epsilon, Relu);
        }
    }

    /// <summary>What the forward pass leaves for the backward pass.</summary>
    private sealed record NormalizedState(
        ChannelsLastLayout Layout, float[] Mean, double[] InverseStd, float[] Scale, float[] Shift, double Epsilon, bool Relu);
}
