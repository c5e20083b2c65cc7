using GhostNet.IO;
using GhostNet.Layers;
using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>Builds the network that a file of weights describes.</summary>
public static class DescribedNetwork
{
    /// <summary>Tensors of the smallest bottleneck: two Ghost modules of two convolutions and two batch norms.</summary>
    private const int TensorsPerBottleneck = 16;

    /// <summary>Builds the network that a file of weights describes, and loads the weights into it.</summary>
    /// <param name="state">The weights; the caller keeps them.</param>
    /// <returns>The network on the CPU, in training mode; the caller disposes it.</returns>
    /// <exception cref="WeightFileException">The file does not describe its network, or describes one that cannot be built.</exception>
    /// <exception cref="WeightMismatchException">Its weights do not fit that network.</exception>
    public static nn.Module<Tensor, Tensor> CreateModel(this StateDict state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Description is not { Config: { } config } description)
        {
            throw new WeightFileException(
                $"{state.Source} does not describe its network. Build the network, and load the file with {nameof(WeightLoading.LoadWeights)}.");
        }

        CheckSize(config, state);
        nn.Module<Tensor, Tensor> model;
        try
        {
            model = description.Model switch
            {
                nameof(GhostNetV1) => new GhostNetV1(config),
                nameof(GhostNetV2) => new GhostNetV2(config),
                var other => throw new WeightFileException($"{state.Source} describes a network of the unknown type {ForeignText.Show(other)}. Build the network, and load the file with {nameof(WeightLoading.LoadWeights)}."),
            };
        }
        catch (ArgumentException exception)
        {
            throw new WeightFileException($"{state.Source} describes a network that cannot be built: {exception.Message}", exception);
        }

        try
        {
            model.LoadWeights(state);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Fails if a network has more weights than a file: no memory is taken for a size that a file only claims.</summary>
    /// <param name="config">The network.</param>
    /// <param name="state">The weights of the file.</param>
    /// <exception cref="WeightFileException">The file has too few numbers or tensors.</exception>
    internal static void CheckSize(GhostNetConfig config, StateDict state)
    {
        var numbers = state.Sum(static item => (double)item.Value.numel());
        if (!(LeastNumbers(config) <= numbers) || config.Stages.Sum(static stage => stage.Bottlenecks.Count) > state.Count / TensorsPerBottleneck)
        {
            throw new WeightFileException(FormattableString.Invariant(
                $"{state.Source} has {numbers:F0} numbers in {state.Count} tensors, fewer than the network has: {config}."));
        }
    }

    /// <summary>A lower bound of the numbers that a network has: half of what its convolutions have, for channel counts are rounded when it is built.</summary>
    private static double LeastNumbers(GhostNetConfig config)
    {
        var (channels, top) = (Scale(16), Scale(config.Stages[^1].Bottlenecks[^1].Expansion));
        var sum = (9.0 * channels * Math.Abs((double)config.InputChannels))
            + (Math.Abs((double)config.HeadChannels) * (top + Math.Abs((double)config.Classes)));
        foreach (var row in config.Stages.SelectMany(static stage => stage.Bottlenecks))
        {
            var (inner, outer, kernel) = (Scale(row.Expansion), Scale(row.Out), (double)row.Kernel * row.Kernel);
            var squeezed = row.SqueezeRatio == 0 ? 0 : config.Squeeze == SqueezeStyle.Squeeze ? inner * Math.Abs(row.SqueezeRatio) : inner / Math.Abs(row.SqueezeRatio);
            sum += (inner * (channels + outer) / 2) + (2 * inner * squeezed);
            sum += row.Stride == 1 ? 0 : kernel * (inner + channels);
            channels = outer;
        }

        return sum / 2;

        double Scale(int size) => Math.Abs(size * config.Width);
    }
}
