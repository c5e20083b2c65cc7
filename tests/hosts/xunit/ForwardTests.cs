using GhostNet.Models;
using TorchSharp;
using Xunit;

public sealed class ForwardTests(ITestOutputHelper output)
{
    [Fact]
    public void A_network_computes()
    {
        using var image = torch.linspace(-1, 1, 3 * 32 * 32).reshape(1, 3, 32, 32);
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.1));
        using var noGradients = torch.no_grad();
        foreach (var weight in model.parameters())
        {
            weight.copy_(torch.linspace(-0.2, 0.3, weight.numel()).reshape(weight.shape));
        }

        model.eval();
        Assert.InRange(model.forward(image).sum().item<float>(), 5793.4f, 5794.2f);
        output.WriteLine("OK");
    }
}
