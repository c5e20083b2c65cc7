using GhostNet.Layers;
using static TorchSharp.torch;


namespace GhostNet.Tests.Layers;

/// <summary>Batch normalisation of numbers near the ends of float32's range does what <c>nn.BatchNorm2d</c> does in float64.</summary>
public sealed class BatchNormRangeTests
{
    [Theory]
    [InlineData(1e-15f)]
    [InlineData(1e15f)]
    [InlineData(1e18f)]
    [InlineData(1e20f)]
    [InlineData(1e30f)]
    public void Large_and_small_values_are_normalised(float size)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        foreach (var channels in new[] { 3, 8 })
        {
            using var layer = new BatchNormAct(channels);
            using var plain = nn.BatchNorm2d(channels, dtype: ScalarType.Float64);
            var (values, cotangent) = (randn(4, channels, 9, 9) * size, randn(4, channels, 9, 9));
            Tensor input = values.clone().requires_grad_(), plainInput = values.to(ScalarType.Float64).requires_grad_();
            Tensor output = layer.call(input), plainOutput = plain.call(plainInput);
            Near("output", plainOutput, output);
            output.backward([cotangent]);
            plainOutput.backward([cotangent.to(ScalarType.Float64)]);
            Near("input gradient", plainInput.grad!, input.grad!);
            Near("weight gradient", plain.weight!.grad!, layer.Weight.grad!);
            Same(plain.state_dict(), layer.state_dict());

            // A variance that float32 cannot hold stays infinite, and is no NaN.
            layer.call(input);
            plain.call(plainInput);
            Same(plain.state_dict(), layer.state_dict());
        }
    }

    [Theory]
    [InlineData(1e15f)]
    [InlineData(1e20f)]
    [InlineData(3e38f)]
    public void In_evaluation_mode_the_numbers_are_those_of_libtorch(float size)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var layer = new BatchNormAct(3);
        using var plain = nn.BatchNorm2d(3);
        foreach (var variance in new[] { 1e-3f, 1f, 1e30f, float.PositiveInfinity })
        {
            layer.state_dict()["running_var"].fill_(variance);
            plain.running_var!.fill_(variance);
            layer.state_dict()["running_mean"].fill_(size / 2);
            plain.running_mean!.fill_(size / 2);
            layer.eval();
            plain.eval();
            var values = linspace(-size, size, 3 * 25).view(1, 3, 5, 5);
            Near($"variance {variance}", plain.call(values), layer.call(values));
        }
    }

    [Fact]
    public void Values_of_both_ends_are_as_wide_apart_as_they_are()
    {
        using var scope = NewDisposeScope();
        using var layer = new BatchNormAct(8);
        var values = full(4, 8, 3, 3, 3e38f);
        using (no_grad())
        {
            values[..2].neg_();
        }

        var output = layer.call(values);
        Near("output", values.sign(), output);
    }

    [Fact]
    public void No_images_give_no_output_and_leave_the_statistics_alone()
    {
        using var scope = NewDisposeScope();
        using var layer = new BatchNormAct(6, relu: true);
        using var depthwise = new Conv(16, 16, kernelSize: 3, stride: 2, groups: 16);
        var before = layer.state_dict()["running_var"].clone();
        Assert.Equal([0L, 6, 5, 5], layer.call(zeros(0, 6, 5, 5)).shape);
        Assert.Equal([0L, 16, 3, 3], depthwise.call(zeros(0, 16, 5, 5)).shape);
        Assert.True(before.equal(layer.state_dict()["running_var"]).all().item<bool>());
        layer.eval();
        using var noGradient = no_grad();
        Assert.Equal([0L, 6, 5, 5], layer.call(zeros(0, 6, 5, 5)).shape);
    }

    private static void Same(Dictionary<string, Tensor> expected, Dictionary<string, Tensor> actual)
    {
        Near("running mean", expected["running_mean"], actual["running_mean"]);
        Near("running variance", expected["running_var"], actual["running_var"]);
    }

    /// <summary>Equal infinities and NaN where they are expected; elsewhere near in proportion to the largest.</summary>
    private static void Near(string what, Tensor expected, Tensor actual)
    {
        float[] one = [.. expected.detach().to(ScalarType.Float32).contiguous().data<float>()], other = [.. actual.detach().contiguous().data<float>()];
        var scale = one.Where(float.IsFinite).Select(float.Abs).DefaultIfEmpty(0).Max();
        Assert.Equal(one.Length, other.Length);
        for (var i = 0; i < one.Length; i++)
        {
            var near = float.IsFinite(one[i]) ? Math.Abs((double)one[i] - other[i]) <= 1e-4 * scale : one[i].Equals(other[i]);
            Assert.True(near, $"{what}[{i}]: expected {one[i]}, got {other[i]}");
        }
    }
}
