using GhostNet.Interop;
using GhostNet.Models;
using TorchSharp;

// torch is touched before anything of the library. The weights follow a formula, so that every host must come to the same sum.
using var image = torch.linspace(-1, 1, 3 * 32 * 32).reshape(1, 3, 32, 32);
using var model = new GhostNetV1(GhostNetConfig.Cifar(0.1));
using var noGradients = torch.no_grad();
foreach (var weight in model.parameters())
{
    weight.copy_(torch.linspace(-0.2, 0.3, weight.numel()).reshape(weight.shape));
}

// By a file, for what a trimmed program lacks is missed when it reads and writes.
var file = Path.GetTempFileName() + ".safetensors";
model.SaveWeights(file);
using var copy = new GhostNetV1(GhostNetConfig.Cifar(0.1));
copy.LoadWeights(file);
File.Delete(file);
copy.eval();
Console.WriteLine($"OK {copy.forward(image).sum().item<float>():F3}");
