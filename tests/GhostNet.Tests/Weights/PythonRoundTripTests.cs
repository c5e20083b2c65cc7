using System.Diagnostics;
using GhostNet.Models;
using GhostNet.Tests.Golden;
using GhostNet.Tests.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Weights;

/// <summary>From here to PyTorch and back, where PyTorch is installed.</summary>
public sealed class PythonRoundTripTests : IDisposable
{
    private static readonly Lazy<string?> s_python = new(() =>
        new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(python => Run(python, "-c", "import torch") is { ExitCode: 0 }));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_network_is_the_same_in_PyTorch()
    {
        RequirePyTorch();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var network = new GhostNetV1(GhostNetConfig.ImageNet(0.5, classes: 20));
        FillRule.Fill(network, "round trip", new Dictionary<string, double>());
        network.eval();
        var images = FillRule.Input("input", "round trip", [2, 3, 64, 64], 2.0);
        PyTorchCheckpoint.Write(folder.File("here.pth"), network.state_dict().Append(new("input", images)), NetworkDescription.Of(network));

        RunPython(Sample.File("forward.py"), folder.File("here.pth"), folder.File("again.pth"), folder.File("legacy.pth"), folder.File("logits.pth"));

        var logits = network.call(images);
        using var theirs = PyTorchCheckpoint.Read(folder.File("logits.pth"));
        Close.Assert("logits", theirs["logits"].data<float>().ToArray(), logits, 1e-5, 1e-5);
        foreach (var back in new[] { "again.pth", "legacy.pth" })
        {
            using var loaded = new GhostNetV1(GhostNetConfig.ImageNet(0.5, classes: 20));
            Assert.True(loaded.LoadWeights(folder.File(back)).IsComplete);
            loaded.eval();
            Assert.Equal(TinyModel.Bytes(network), TinyModel.Bytes(loaded));
            Assert.Equal(logits.data<float>().ToArray(), loaded.call(images).data<float>().ToArray());
        }
    }

    [Fact]
    public void Every_type_is_the_same_in_PyTorch()
    {
        RequirePyTorch();
        using var state = PyTorchCheckpoint.Read(Sample.File("edge_tensors.zip.pth"));
        PyTorchCheckpoint.Write(folder.File("here.pth"), state);
        RunPython(
            "-c", "import sys, torch; torch.save(torch.load(sys.argv[1], weights_only=True), sys.argv[2])", folder.File("here.pth"), folder.File("again.pth"));
        using var again = PyTorchCheckpoint.Read(folder.File("again.pth"));
        Assert.Equal(state.Names, again.Names);
        foreach (var (name, expected) in state)
        {
            using var numbers = expected.contiguous();
            Assert.Equal(expected.dtype, again[name].dtype);
            Assert.Equal(expected.shape, again[name].shape);
            Assert.Equal(numbers.bytes.ToArray(), again[name].bytes.ToArray());
        }
    }

    private static void RequirePyTorch() =>
        Assert.SkipWhen(s_python.Value is null, "Needs PyTorch in Python: apt-get install python3-torch.");

    private static void RunPython(params string[] arguments)
    {
        var outcome = Run(s_python.Value!, arguments);
        Assert.True(outcome is { ExitCode: 0 }, outcome?.Output);
    }

    /// <summary>Runs a program to its end; null when there is no such program.</summary>
    private static Outcome? Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return new Outcome(process.ExitCode, output.Result + error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private sealed record Outcome(int ExitCode, string Output);
}
