using static TorchSharp.torch;

namespace GhostNet.Kernels;

/// <summary>A depthwise convolution by libtorch whose backward pass is <see cref="DepthwiseKernel"/>.</summary>
internal sealed unsafe class DepthwiseFunction : AutogradFunction<DepthwiseFunction>
{
    public static Tensor Apply(Tensor input, Tensor weight, int stride) => Call(input, weight, stride);

    protected override Tensor Output(autograd.AutogradContext context, object[] inputs)
    {
        var (input, weight, stride) = ((Tensor)inputs[0], (Tensor)inputs[1], (int)inputs[2]);
        var kernel = weight.size(2);
        context.save_for_backward([input, weight]);
        context.save_data(nameof(stride), stride);
        return nn.functional.conv2d(input, weight, null, [stride, stride], [kernel / 2, kernel / 2], null, weight.size(0));
    }

    protected override List<Tensor?> Gradients(autograd.AutogradContext context, Tensor outputGradient)
    {
        var saved = context.get_saved_variables();
        var (input, weight) = (saved[0], saved[1]);
        var x = ChannelsLast.Pixels(input);
        var g = ChannelsLast.Pixels(outputGradient);
        var (n, height, width, channels) = (x.size(0), x.size(1), x.size(2), x.size(3));
        var kernel = (int)weight.size(2);
        var shape = new DepthwiseShape(
            (int)n, (int)channels, (int)height, (int)width, (int)g.size(1), (int)g.size(2), kernel, (int)context.get_data("stride"));
        var inputGradient = ChannelsLast.Empty(n, channels, height, width);
        var pixels = inputGradient.permute(0, 2, 3, 1);
        var taps = weight.detach().view(channels, kernel * kernel).t().contiguous();
        fixed (float* px = TensorMemory.Floats(x), pg = TensorMemory.Floats(g), pd = TensorMemory.Floats(pixels))
        {
            var sums = DepthwiseKernel.Gradients(shape, px, TensorMemory.Floats(taps).ToArray(), pg, pd);
            var gradient = tensor(sums, [kernel, kernel, 1, channels]);
            return [inputGradient, gradient.permute(3, 2, 0, 1).contiguous(), null];
        }
    }

    protected override List<Tensor?> DifferentiableGradients(autograd.AutogradContext context, Tensor outputGradient)
    {
        var saved = context.get_saved_variables();
        var (input, weight, g) = (saved[0], saved[1], outputGradient.contiguous());
        long stride = (int)context.get_data("stride"), kernel = weight.size(2), padding = kernel / 2;
        long Missing(int side) => input.size(side) - ((g.size(side) - 1) * stride - 2 * padding + kernel);
        var inputGradient = nn.functional.conv_transpose2d(
            g, weight, null, [stride, stride], [padding, padding], [Missing(2), Missing(3)], null, weight.size(0));

        // Each tap has seen a grid of pixels, one for each place of the output.
        var padded = nn.functional.pad(input, [padding, padding, padding, padding]);
        Tensor Seen(long top, long left) => padded
            .slice(2, top, top + (g.size(2) - 1) * stride + 1, stride)
            .slice(3, left, left + (g.size(3) - 1) * stride + 1, stride);
        var taps = new List<Tensor>();
        for (var tap = 0; tap < kernel * kernel; tap++)
        {
            taps.Add((Seen(tap / kernel, tap % kernel) * g).sum([0, 2, 3]));
        }

        return [inputGradient, stack(taps, 1).view(weight.shape), null];
    }
}
