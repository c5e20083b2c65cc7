using GhostNet.Data;
using GhostNet.Training;
using TorchSharp;

namespace GhostNet.Cli.Commands.Predict;

/// <summary>Shows pictures to a network, several at a time.</summary>
/// <param name="network">The network, ready to predict; the caller keeps it.</param>
/// <param name="data">How its pictures are prepared, and the names of its classes.</param>
/// <param name="device">Where it is.</param>
/// <param name="top">Predictions per picture.</param>
internal sealed class PicturePredictor(torch.nn.Module<torch.Tensor, torch.Tensor> network, TrainingData data, torch.Device device, int top)
{
    /// <summary>Predicts pictures, in their order. One that cannot be read must not keep the others from being seen.</summary>
    /// <param name="paths">The files.</param>
    public IReadOnlyList<PicturePrediction> Predict(IReadOnlyList<string> paths)
    {
        var images = new torch.Tensor?[paths.Count];
        var errors = new string?[paths.Count];
        Parallel.For(0, paths.Count, i =>
        {
            try
            {
                images[i] = Load(paths[i]);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                errors[i] = exception.Message;
            }
        });
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var good = images.OfType<torch.Tensor>().ToList();
        var probabilities = good.Count == 0 ? [] : Probabilities(network.call(torch.cat(good).to(device))).cpu().data<float>().ToArray();
        good.ForEach(image => image.Dispose());
        var classes = good.Count == 0 ? 0 : probabilities.Length / good.Count;
        var next = 0;
        return [.. paths.Select((path, i) => errors[i] is { } error
            ? new PicturePrediction(path, [], error)
            : new PicturePrediction(path, Best(probabilities.AsSpan(next++ * classes, Math.Min(classes, data.ClassNames.Count))), null))];
    }

    private torch.Tensor Probabilities(torch.Tensor logits) => data.IsMultiLabel ? logits.sigmoid() : torch.nn.functional.softmax(logits, 1);

    private torch.Tensor Load(string path) => data.Transform is { } transform
        ? ImageFile.Load(path, transform, data.Mean, data.Std)
        : ImageFile.Load(path, data.Channels, data.Height, data.Width, data.Mean, data.Std);

    private List<Guess> Best(ReadOnlySpan<float> probabilities)
    {
        var guesses = new List<Guess>();
        for (var label = 0; label < probabilities.Length; label++)
        {
            guesses.Add(new Guess(data.ClassNames[label], label, probabilities[label]));
        }

        return [.. guesses.OrderByDescending(guess => guess.Probability).Take(top)];
    }
}
