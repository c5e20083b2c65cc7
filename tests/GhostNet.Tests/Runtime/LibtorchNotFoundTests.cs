using GhostNet.Runtime;


namespace GhostNet.Tests.Runtime;

public sealed class LibtorchNotFoundTests
{
    [Fact]
    public void Names_the_missing_file_and_the_line_to_add()
    {
        var error = new LibtorchNotFoundException("libtorch_cpu.so");
        Assert.StartsWith("libtorch_cpu.so is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("#r \"nuget: TorchSharp-cpu, 0.107.0\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("#:package TorchSharp-cpu@0.107.0", error.Message, StringComparison.Ordinal);
        Assert.Contains("TorchSharp-cuda-linux", error.Message, StringComparison.Ordinal);
        Assert.IsType<DllNotFoundException>(error, exactMatch: false);
    }
}
