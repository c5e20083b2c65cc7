using GhostNet.Graph;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;
using FloatTensor = Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>;

namespace GhostNet.Tests.Onnx;

/// <summary>An exported file in ONNX Runtime.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxRun(string path)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(path, options);
    }

    public InferenceSession Session => _session;

    /// <summary>What the file computes from the bytes of pictures, <c>[N, H, W, 3]</c>, row by row.</summary>
    public float[] Predict(byte[] pictures, int height, int width)
    {
        var values = new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<byte>(pictures, [pictures.Length / (height * width * 3), height, width, 3]);
        using var results = _session.Run([NamedOnnxValue.CreateFromTensor("pictures", values)]);
        return [.. results.Single().AsEnumerable<float>()];
    }

    /// <summary>What the file computes, row by row.</summary>
    public float[] Predict(Tensor images)
    {
        var values = new FloatTensor(images.contiguous().data<float>().ToArray(), [.. images.shape.Select(size => (int)size)]);
        using var results = _session.Run([NamedOnnxValue.CreateFromTensor("images", values)]);
        return [.. results.Single().AsEnumerable<float>()];
    }

    /// <summary>Fails unless the file computes what the model does, to 1e-4 of the largest value.</summary>
    public void AssertSame(nn.Module<Tensor, Tensor> model, Tensor images)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var evaluation = new EvalScope(model);
        var expected = model.call(images).contiguous().data<float>().ToArray();
        var actual = Predict(images);
        Assert.Equal(expected.Length, actual.Length);
        var scale = Math.Max(1, expected.Max(Math.Abs));
        var difference = expected.Zip(actual, (one, other) => Math.Abs(one - other)).Max();
        Assert.True(difference <= 1e-4 * scale, $"[{string.Join(", ", images.shape)}]: {difference} apart, where the largest value is {scale}.");
        Assert.True(expected.Max() - expected.Min() > 1e-3, "The values are all alike: they would prove nothing.");
    }

    public void Dispose() => _session.Dispose();
}
