using System.Globalization;
using System.Security.Cryptography;
using GhostNet.Data;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Runtime;
using GhostNet.Training;
using TorchSharp;

// Arguments: "load" and a number of threads, which all make their first layer at the same moment.
if (args is ["load", var askers])
{
    using var moment = new Barrier(int.Parse(askers, CultureInfo.InvariantCulture));
    var threads = Enumerable.Range(0, moment.ParticipantCount).Select(_ => new Thread(() =>
    {
        moment.SignalAndWait();
        using var layer = new Conv(3, 8);
        Console.WriteLine($"weights {layer.Weight.numel()}");
    })).ToList();
    threads.ForEach(thread => thread.Start());
    threads.ForEach(thread => thread.Join());
    return;
}

// Or: "numbers", what to compute, and a number of threads, or 0 for libtorch's own choice. See Numbers.
if (args is ["numbers", var what, var count])
{
    if (int.Parse(count, CultureInfo.InvariantCulture) is > 0 and var chosen)
    {
        torch.set_num_threads(chosen);
    }

    Numbers.Print(what);
    return;
}

// Or "bare" or "tuned": uses torch before anything of this library, prints a sum, and waits for the end of its input.
if (args is ["bare" or "tuned"])
{
    if (args[0] == "tuned")
    {
        Libtorch.Tune();
    }

    using var ones = torch.ones(2, 3);
    using var sum = ones.sum();
    Console.WriteLine($"sum {sum.item<float>()}");
    Console.Out.Flush();
    Console.In.ReadToEnd();
    return;
}

// Or: a folder, a number of threads, and a number of steps after which it waits to be killed.
// Trains a tiny GhostNet, from the newest checkpoint in the folder if there is one, and prints what happens:
// "from N" at the start, "step N" after each step, and "weights HEX", a hash of all weights, at the end.
var folder = args[0];
torch.set_num_threads(int.Parse(args[1], CultureInfo.InvariantCulture));
torch.manual_seed(1);
var config = GhostNetConfig.Cifar(0.25) with { HeadChannels = 16, Stages = [new Stage(new Bottleneck(3, 48, 24, 0.25, 2))] };
using var model = new GhostNetV1(config);
using var trainer = Checkpoint.FilesIn(folder).Count > 0
    ? Trainer.Resume(folder, model)
    : new Trainer(model, new TrainingOptions { Epochs = 4, BatchSize = 16, EmaDecay = 0.9, Device = "cpu" });
Console.WriteLine($"from {trainer.ResumedFrom?.GlobalStep ?? 0}");

var data = Shapes.Create(train: 160, test: 32);
trainer.Fit(data.Train, data.Test, new ModelCheckpoint(folder, everySteps: 3), new StepPrinter(int.Parse(args[2], CultureInfo.InvariantCulture)));

using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
foreach (var tensor in model.state_dict().Values)
{
    hash.AppendData(tensor.detach().bytes);
}

Console.WriteLine($"weights {Convert.ToHexString(hash.GetHashAndReset())}");

internal sealed class StepPrinter(int waitAfter) : TrainingCallback
{
    public override void OnStepEnd(TrainingContext context)
    {
        Console.WriteLine($"step {context.GlobalStep}");
        Console.Out.Flush();
        if (context.GlobalStep == waitAfter)
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
