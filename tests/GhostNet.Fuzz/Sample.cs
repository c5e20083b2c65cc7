using System.Formats.Tar;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using GhostNet.Weights;
using TorchSharp;

namespace GhostNet.Fuzz;

/// <summary>Good files of every format.</summary>
internal static class Sample
{
    /// <summary>The folder in <see cref="Tar"/>.</summary>
    public const string TarFolder = "cifar-10-batches-bin";

    private static readonly Lazy<Dictionary<string, byte[]>> s_made = new(Make);

    /// <summary>The pictures among the samples.</summary>
    public static IReadOnlyList<string> Pictures { get; } =
        [.. typeof(Sample).Assembly.GetManifestResourceNames().Where(name => Path.GetExtension(name) is not (".pth" or ".ckpt")).Order(StringComparer.Ordinal)];

    /// <summary>A file that lies in the repository.</summary>
    public static byte[] Read(string name)
    {
        using var stream = typeof(Sample).Assembly.GetManifestResourceStream(name)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>Weights of a tiny network, in the format that the name ends with, with a description.</summary>
    public static byte[] Weights(string name) => s_made.Value[name];

    /// <summary>A checkpoint of a tiny network.</summary>
    public static byte[] Checkpoint() => s_made.Value["checkpoint.safetensors"];

    /// <summary>An archive of a folder with two files.</summary>
    public static byte[] Tar()
    {
        using var content = new MemoryStream();
        using (var tar = new TarWriter(content, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var name in new[] { "test_batch.bin", "batches.meta.txt" })
            {
                var bytes = new byte[5000];
                new Random(1).NextBytes(bytes);
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{TarFolder}/{name}")
                {
                    DataStream = new MemoryStream(bytes),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                });
            }
        }

        return content.ToArray();
    }

    private static Dictionary<string, byte[]> Make()
    {
        var folder = Directory.CreateTempSubdirectory("ghostnet-fuzz-samples-").FullName;
        try
        {
            torch.manual_seed(1);
            var config = GhostNetConfig.Cifar(0.25, 10) with { HeadChannels = 16, Stages = [new Stage(new Bottleneck(3, 48, 24, 0.25, 2))] };
            using var model = new GhostNetV1(config);
            var data = Shapes.Create(train: 32, test: 16);
            using var trainer = new Trainer(model, new TrainingOptions { Epochs = 1, BatchSize = 16, EmaDecay = 0.9, Device = "cpu" });
            trainer.Fit(data.Train, data.Test);
            trainer.SaveCheckpoint(Path.Combine(folder, "checkpoint.safetensors"));
            var train = data.Train;
            var description = NetworkDescription.Of(model, train.ClassNames, train.Mean, train.Std, train.Height, train.Width, train.Name);
            model.SaveWeights(Path.Combine(folder, "described.safetensors"), description);
            model.SaveWeights(Path.Combine(folder, "described.pth"), description);
            return Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
