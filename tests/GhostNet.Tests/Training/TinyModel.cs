using GhostNet.Data;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Training;

/// <summary>Convolution, batch normalisation, dropout, linear: all kinds of state, and a step takes a millisecond.</summary>
internal sealed class TinyModel : nn.Module<Tensor, Tensor>
{
    private readonly ConvBnAct conv;
    private readonly Dropout dropout;
    private readonly Linear linear;

    public TinyModel(int classes = 4, int channels = 3)
        : base(nameof(TinyModel))
    {
        manual_seed(7);
        conv = new ConvBnAct(channels, 8, 3, 2);
        dropout = nn.Dropout(0.2);
        linear = nn.Linear(8, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => linear.forward(dropout.forward(conv.forward(input).mean([2, 3])));

    /// <summary>Images whose class shows in their colour, 8×8.</summary>
    public static ImageDataset Data(int count, int seed = 0, int classes = 4)
    {
        var random = new Random(seed);
        var pixels = new byte[count * 3 * 64];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = random.Next(classes);
            for (var p = 0; p < 3 * 64; p++)
            {
                var bright = labels[i] == 3 || labels[i] == p / 64 ? 120 : 0;
                pixels[i * 192 + p] = (byte)(bright + random.Next(120));
            }
        }

        return new ImageDataset(
            "colours", pixels, labels, 3, 8, 8, [.. Enumerable.Range(0, classes).Select(i => $"c{i}")], [0.4f, 0.4f, 0.4f], [0.25f, 0.25f, 0.25f]);
    }

    /// <summary>Writes a checkpoint of a training of it that has just begun.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parts">Parts of the training that have state.</param>
    public static void SaveCheckpoint(string path, params IStateful[] parts)
    {
        using var model = new TinyModel();
        using var state = new TrainingState(model, new TrainingOptions { Epochs = 1, BatchSize = 16 })
        {
            Data = TrainingData.Of(Data(16)),
            StepsPerEpoch = 1,
            Parts = parts,
        };
        state.Save(path);
    }

    /// <summary>A GhostNet of one bottleneck at an eighth of the width.</summary>
    public static GhostNetConfig SmallConfig { get; } = GhostNetConfig.Cifar(0.25, 4) with
    {
        HeadChannels = 16,
        Stages = [new Stage(new Bottleneck(3, 48, 24, 0.25, 2))],
    };

    /// <summary>All numbers of a model's state.</summary>
    public static Dictionary<string, byte[]> Bytes(nn.Module model) =>
        model.state_dict().ToDictionary(item => item.Key, item => item.Value.detach().cpu().contiguous().bytes.ToArray());
}
