using System.Diagnostics;
using System.Globalization;
using GhostNet.Benchmarks.Networks;
using GhostNet.Benchmarks.Plain;
using GhostNet.Benchmarks.Running;
using GhostNet.Benchmarks.Suites;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using TorchSharp;

namespace GhostNet.Benchmarks;

/// <summary>What this program does when a suite starts it again.</summary>
internal static class ChildTasks
{
    /// <summary>Trains for so many steps; prints resident bytes and live tensors, at the first look and at the end.</summary>
    public const string TrainLong = "train-long";

    /// <summary>Three training steps of this library with a batch of so many images; prints the peak of resident bytes.</summary>
    public const string PeakOwn = "peak-own";

    /// <summary>The same by the plain port.</summary>
    public const string PeakPlain = "peak-plain";

    /// <summary>The first training step of the trainer, with a batch of so many images.</summary>
    public const string StartTraining = "start-training";

    /// <summary>The same by the plain port.</summary>
    public const string StartPlain = "start-plain";

    /// <summary>The least that needs libtorch: a convolution and its gradient.</summary>
    public const string StartBare = "start-bare";

    /// <summary>The plain port, for as long as it is asked.</summary>
    public const string ServePlain = "serve-plain";

    private static readonly string[] s_baselines = [PeakPlain, StartPlain, StartBare, ServePlain];

    /// <summary>Whether a task is done as by a program without this library, which has its process as the system made it.</summary>
    public static bool IsBaseline(string task) => s_baselines.Contains(task);

    /// <summary>Does a task.</summary>
    public static void Run(string task, string[] arguments)
    {
        switch (task)
        {
            case TrainLong:
                TrainForLong(Number(arguments));
                break;
            case PeakOwn:
                var own = new GhostNetV1(NetworkCase.Corrected.Config);
                PrintPeak(new OwnTraining(own).Step, Number(arguments));
                break;
            case PeakPlain:
                var plain = new PlainGhostNet(NetworkCase.Corrected.Config);
                PrintPeak(new PlainTraining(plain).Step, Number(arguments));
                break;
            case StartTraining:
                TrainOneStep(Number(arguments));
                break;
            case StartPlain:
                TrainOneStepPlainly(Number(arguments));
                break;
            case StartBare:
                ConvolveOnce();
                break;
            case ServePlain:
                PlainServer.Run(Console.In, Console.Out);
                break;
            default:
                throw new ArgumentException($"There is no task {task}.", nameof(task));
        }
    }

    private static int Number(string[] arguments) => int.Parse(arguments[0], CultureInfo.InvariantCulture);

    private static void TrainForLong(int steps)
    {
        const int batchSize = 32;
        const int stepsPerEpoch = MemorySuite.StepsPerEpoch;
        using var model = new GhostNetV1(NetworkCase.Corrected.Config);
        using var trainer = new Trainer(
            model, PlainTraining.Options with { Epochs = steps / stepsPerEpoch, BatchSize = batchSize, Device = "cpu" });
        var memory = new MemoryWatch();
        trainer.Fit(Shapes.Create(stepsPerEpoch * batchSize, test: 1).Train, null, new ProgressReporter(memory), memory);
        Console.WriteLine(string.Join(' ', memory.First.Concat(memory.Last)));
    }

    private static void PrintPeak(Action<torch.Tensor, torch.Tensor> step, int batch)
    {
        var images = torch.randn(batch, 3, 32, 32);
        var labels = torch.zeros(batch, torch.int64);
        for (var i = 0; i < 3; i++)
        {
            step(images, labels);
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(process.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
    }

    private static void TrainOneStep(int batch)
    {
        // As `ghostnet train` does: libtorch loads meanwhile.
        var reading = Task.Run(() => Shapes.Create(train: batch, test: 1));
        using var model = new GhostNetV1(NetworkCase.Corrected.Config);
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 1, BatchSize = batch, Device = "cpu" });
        trainer.Fit(reading.GetAwaiter().GetResult().Train, null, new SayDone());
    }

    private static void TrainOneStepPlainly(int batch)
    {
        using var model = new PlainGhostNet(NetworkCase.Corrected.Config);
        using var training = new PlainTraining(model);
        using var images = torch.randn(batch, 3, 32, 32);
        using var labels = torch.zeros(batch, torch.int64);
        training.Step(images, labels);
        Console.WriteLine(ChildProcess.Done);
    }

    private static void ConvolveOnce()
    {
        using var weight = torch.randn(8, 3, 3, 3, requires_grad: true);
        using var images = torch.randn(1, 3, 32, 32);
        using var output = torch.nn.functional.conv2d(images, weight);
        using var sum = output.sum();
        sum.backward();
        Console.WriteLine(ChildProcess.Done);
    }

    private sealed class SayDone : TrainingCallback
    {
        public override void OnStepEnd(TrainingContext context) => Console.WriteLine(ChildProcess.Done);
    }

    /// <summary>Looks at the memory after <see cref="MemorySuite.FirstLook"/> steps and after the last.</summary>
    private sealed class MemoryWatch : TrainingCallback, IProgress<TrainingProgress>
    {
        public long[] First { get; private set; } = [];

        public long[] Last { get; private set; } = [];

        public void Report(TrainingProgress value)
        {
        }

        public override void OnStepEnd(TrainingContext context)
        {
            if (context.GlobalStep == MemorySuite.FirstLook)
            {
                First = Look();
            }
            else if (context.GlobalStep == context.TotalSteps)
            {
                Last = Look();
            }
        }

        private static long[] Look()
        {
            using var process = Process.GetCurrentProcess();
            return [process.WorkingSet64, torch.Tensor.TotalCount];
        }
    }
}
