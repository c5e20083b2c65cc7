using System.Runtime.CompilerServices;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using TorchSharp;

// torch is touched before the library is even loaded.
using var image = torch.linspace(-1, 1, 3 * 32 * 32).reshape(1, 3, 32, 32);
var sum = Sum(image);
Console.WriteLine(Math.Abs(sum - 5793.8) < 0.4 ? "OK" : $"The sum is {sum}.");

// The weights follow a formula, so that every host comes to the same sum.
[MethodImpl(MethodImplOptions.NoInlining)]
static float Sum(torch.Tensor image)
{
    TrainAndSave();
    using var model = new GhostNetV1(GhostNetConfig.Cifar(0.1));
    using var noGradients = torch.no_grad();
    foreach (var weight in model.parameters())
    {
        weight.copy_(torch.linspace(-0.2, 0.3, weight.numel()).reshape(weight.shape));
    }

    model.eval();
    return model.forward(image).sum().item<float>();
}

// A checkpoint is written and read: what a host lacks of JSON, files and threads is missed here.
static void TrainAndSave()
{
    var folder = Directory.CreateTempSubdirectory("ghostnet-host-");
    using var model = new GhostNetV1(GhostNetConfig.Cifar(0.1));
    var data = Shapes.Create(32, 16);
    new Trainer(model, new TrainingOptions { Epochs = 1, BatchSize = 16 }).Fit(data.Train, data.Test, new ModelCheckpoint(folder.FullName));
    Checkpoint.LoadModel(folder.FullName).Dispose();
    folder.Delete(recursive: true);
}
