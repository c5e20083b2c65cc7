using GhostNet.Layers;
using static TorchSharp.torch;


namespace GhostNet.Tests.Layers;

public sealed class ConvTests
{
    /// <summary>In, out, kernel, stride, groups, height and width: each form that the layer computes in its own way.</summary>
    public static TheoryData<int, int, int, int, int, int, int> Shapes => new()
    {
        { 3, 16, 3, 2, 1, 9, 8 },
        { 8, 12, 1, 1, 1, 7, 7 },
        { 24, 36, 1, 1, 1, 8, 8 },
        { 24, 40, 1, 1, 1, 4, 4 },
        { 8, 12, 1, 2, 1, 7, 7 },
        { 8, 8, 3, 1, 8, 6, 5 },
        { 8, 8, 5, 2, 8, 7, 7 },
        { 8, 8, 3, 1, 8, 2, 2 },
        { 8, 8, 5, 2, 8, 2, 2 },
        { 8, 8, 5, 1, 8, 2, 1 },
        { 8, 8, 3, 1, 8, 1, 1 },
        { 8, 8, 3, 2, 8, 1, 1 },
        { 8, 8, 1, 1, 8, 4, 4 },
        { 8, 16, 3, 1, 8, 6, 6 },
        { 4, 12, 5, 1, 4, 2, 2 },
        { 8, 16, 3, 1, 4, 6, 6 },
        { 16, 8, 3, 2, 4, 6, 6 },
        { 1, 16, 3, 1, 1, 8, 8 },
    };

    /// <summary>Not only speed depends on the layout: libtorch is wrong for some shapes in channels-last memory.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Computes_what_conv2d_computes(int inChannels, int outChannels, int kernel, int stride, int groups, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var conv = new Conv(inChannels, outChannels, kernel, stride, groups);
        foreach (var channelsLast in new[] { false, true })
        {
            var plain = randn(3, inChannels, height, width);
            var input = (channelsLast ? plain.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : plain.clone()).requires_grad_();
            plain.requires_grad_();
            var expected = nn.functional.conv2d(
                plain, conv.Weight, null, [stride, stride], [kernel / 2, kernel / 2], null, groups);
            var cotangent = randn_like(expected);
            (expected * cotangent).sum().backward();
            var expectedWeightGradient = conv.Weight.grad!.clone();
            conv.Weight.grad = null;

            var actual = conv.call(input);
            (actual * cotangent).sum().backward();

            Assert.Equal(expected.shape, actual.shape);
            Near(expected, actual);
            Near(plain.grad!, input.grad!);
            Near(expectedWeightGradient, conv.Weight.grad!);
            conv.Weight.grad = null;
        }
    }

    [Theory]
    [InlineData(0, 8, 3, 1)]
    [InlineData(8, 0, 3, 1)]
    [InlineData(8, 8, 2, 1)]
    [InlineData(8, 8, 3, 3)]
    public void Impossible_numbers_are_refused(int inChannels, int outChannels, int kernel, int groups) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv(inChannels, outChannels, kernel, groups: groups));

    private static void Near(Tensor expected, Tensor actual) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 2e-5 * (1 + expected.abs().max().item<float>()));
}
