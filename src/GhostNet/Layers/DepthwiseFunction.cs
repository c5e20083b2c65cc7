using GhostNet.Native;
using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>A depthwise convolution by libtorch whose backward pass is <see cref="DepthwiseKernel"/>.</summary>
internal sealed unsafe class DepthwiseFunction : autograd.SingleTensorFunction<DepthwiseFunction>
{
    public override string Name => nameof(DepthwiseFunction);

    public static Tensor Apply(Tensor input, Tensor weight, int stride) => apply(input, weight, stride);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight, stride) = ((Tensor)vars[0], (Tensor)vars[1], (int)vars[2]);
        var kernel = weight.size(2);
        ctx.save_for_backward([input, weight]);
        ctx.save_data(nameof(stride), stride);
        return nn.functional.conv2d(input, weight, null, [stride, stride], [kernel / 2, kernel / 2], null, weight.size(0));
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (input, weight) = (saved[0], saved[1]);
        using var x = ChannelsLast.Pixels(input);
        using var g = ChannelsLast.Pixels(grad_output);
        var (n, height, width, channels) = (x.size(0), x.size(1), x.size(2), x.size(3));
        var kernel = (int)weight.size(2);
        var shape = new DepthwiseShape(
            (int)n, (int)channels, (int)height, (int)width, (int)g.size(1), (int)g.size(2), kernel, (int)ctx.get_data("stride"));
        var inputGradient = ChannelsLast.Empty(n, channels, height, width);
        using var pixels = inputGradient.permute(0, 2, 3, 1);
        using var taps = weight.detach().view(channels, kernel * kernel).t().contiguous();
        fixed (float* px = TensorMemory.Floats(x), pg = TensorMemory.Floats(g), pd = TensorMemory.Floats(pixels))
        {
            var sums = DepthwiseKernel.Gradients(shape, px, TensorMemory.Floats(taps).ToArray(), pg, pd);
            using var gradient = tensor(sums, [kernel, kernel, 1, channels]);
            return [inputGradient, gradient.permute(3, 2, 0, 1).contiguous(), null!];
        }
    }
}
