using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace GhostNet.Cli.Forms;

/// <summary>An exported file in ONNX Runtime, as a network from normalised images <c>[N, C, H, W]</c> to logits <c>[N, classes]</c>.</summary>
internal sealed class OnnxNetwork : nn.Module<Tensor, Tensor>
{
    private readonly InferenceSession _session;

    /// <summary>Opens a file that was exported without preprocessing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">How many threads compute.</param>
    public OnnxNetwork(string path, int threads)
        : base(nameof(OnnxNetwork))
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(path, options);
    }

    /// <summary>What the file computes.</summary>
    public override Tensor forward(Tensor input)
    {
        using var images = input.contiguous();
        using var value = OrtValue.CreateTensorValueFromMemory(MemoryMarshal.Cast<byte, float>(images.bytes).ToArray(), images.shape);
        using var run = new RunOptions();
        using var results = _session.Run(run, ["images"], [value], ["logits"]);
        return tensor(results[0].GetTensorDataAsSpan<float>().ToArray(), results[0].GetTensorTypeAndShape().Shape);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _session.Dispose();
        }

        base.Dispose(disposing);
    }
}
