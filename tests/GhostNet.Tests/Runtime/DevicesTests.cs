using GhostNet.Runtime;
using TorchSharp;

namespace GhostNet.Tests.Runtime;

public sealed class DevicesTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData(" CPU ")]
    public void Parses_the_CPU(string name) => Assert.Equal(DeviceType.CPU, Devices.Parse(name).type);

    [Fact]
    public void Auto_is_the_best() => Assert.Equal(Devices.Best().ToString(), Devices.Parse("auto").ToString());

    [Theory]
    [InlineData("gpu")]
    [InlineData("")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("cpu:0")]
    public void Other_names_are_refused(string name)
    {
        var error = Assert.Throws<FormatException>(() => Devices.Parse(name));
        Assert.Contains($"'{name}' is no device. Use auto, cpu, cuda,", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_GPU_says_what_to_install()
    {
        if (Devices.CudaCount > 0)
        {
            Assert.Skip("This machine has a CUDA GPU.");
        }

        var error = Assert.Throws<NotSupportedException>(() => Devices.Parse("cuda:0"));
        Assert.Contains("TorchSharp-cuda-", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describes_the_CPU() => Assert.StartsWith("CPU, ", Devices.Describe(torch.CPU), StringComparison.Ordinal);
}
