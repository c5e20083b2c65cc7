using System.Globalization;
using System.Security.Cryptography;
using GhostNet.Data;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Training;
using static TorchSharp.torch;

/// <summary>Prints what kernels, networks and a training compute, so that it can be compared between threads and processors.</summary>
/// <remarks>A line is "NAME HASH NUMBERS": a hash of all bits, and a sample of the numbers.</remarks>
internal static class Numbers
{
    private const int Sample = 12;

    /// <summary>"kernels" for the loops of the library alone; "all" also for what libtorch computes and for a training.</summary>
    public static void Print(string what)
    {
        using var scope = NewDisposeScope();
        Kernels();
        if (what == "all")
        {
            Networks();
            Training();
        }
    }

    private static void Kernels()
    {
        // Large enough for several threads, with rows that are left over.
        using var norm = new BatchNormAct(20, relu: true);
        using var depthwise = new Conv(20, 20, kernelSize: 3, stride: 2, groups: 20);
        Fill(norm);
        Fill(depthwise);
        var (images, deviations) = (Values(33, 20, 19, 17), Values(33, 20, 19, 17));
        norm.eval();
        using (no_grad())
        {
            Line("batch-norm-prediction", norm.call(images));
        }

        norm.train();
        var input = images.clone().requires_grad_();
        var output = norm.call(input);
        output.backward([deviations]);
        Line("batch-norm-training", output);
        Line("batch-norm-gradients", input.grad!, norm.Weight.grad!, norm.Bias.grad!);

        input = images.clone().requires_grad_();
        output = depthwise.call(input);
        output.backward([deviations[.., .., ..(int)output.size(2), ..(int)output.size(3)].contiguous()]);
        Line("depthwise-gradients", input.grad!, depthwise.Weight.grad!);
    }

    private static void Networks()
    {
        manual_seed(1);
        using var network = new GhostNetV1(GhostNetConfig.Cifar(0.5));
        network.eval();
        using var noGradient = no_grad();
        using var optimized = network.Optimized();
        var images = Values(19, 3, 32, 32);
        Line("network", network.call(images));
        Line("optimized-network", optimized.call(images));
    }

    private static void Training()
    {
        manual_seed(1);
        var config = GhostNetConfig.Cifar(0.25) with { HeadChannels = 16, Stages = [new Stage(new Bottleneck(3, 48, 24, 0.25, 2))] };
        using var model = new GhostNetV1(config);
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 2, BatchSize = 32, EmaDecay = 0.9, Device = "cpu" });
        var data = Shapes.Create(train: 160, test: 32);
        trainer.Fit(data.Train, data.Test);
        Line("training", [.. model.state_dict().Values]);
    }

    /// <summary>The same values on every machine: torch's own random numbers depend on the number of threads.</summary>
    private static Tensor Values(params long[] shape)
    {
        var random = new Random(shape.Length);
        var values = new float[shape.Aggregate((a, b) => a * b)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(random.NextDouble() * 4 - 1.5);
        }

        return tensor(values, shape);
    }

    private static void Fill(nn.Module layer)
    {
        using var noGradient = no_grad();
        foreach (var weight in layer.parameters())
        {
            weight.copy_(Values(weight.shape));
        }
    }

    private static void Line(string name, params Tensor[] tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var numbers = new List<string>();
        foreach (var numbersOf in tensors.Select(tensor => tensor.detach().contiguous()))
        {
            hash.AppendData(numbersOf.bytes);
            var flat = numbersOf.to(ScalarType.Float64).flatten().data<double>().ToArray();
            var (sum, norm) = (flat.Sum(), Math.Sqrt(flat.Sum(x => x * x)));
            numbers.AddRange(flat.Take(Sample / tensors.Length + 1).Append(norm).Append(sum / (1 + norm)).Select(x => x.ToString("R", CultureInfo.InvariantCulture)));
        }

        Console.WriteLine($"{name} {Convert.ToHexString(hash.GetHashAndReset())[..16]} {string.Join(' ', numbers)}");
    }
}
