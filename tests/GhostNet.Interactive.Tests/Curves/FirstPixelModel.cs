using GhostNet.Data;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tests.Curves;

/// <summary>Takes the first pixel of an image for its class, so that a test can say what is guessed.</summary>
internal sealed class FirstPixelModel(int classes) : nn.Module<Tensor, Tensor>(nameof(FirstPixelModel))
{
    public override Tensor forward(Tensor input)
    {
        var guess = (input.select(1, 0).select(1, 0).select(1, 0) * 255).round().to_type(ScalarType.Int64);
        return nn.functional.one_hot(guess, classes).to_type(ScalarType.Float32) * 5;
    }

    /// <summary>Images of 8×8 with the given labels, which the model takes for the given guesses.</summary>
    public static ImageDataset Data(IReadOnlyList<string> names, int[] labels, byte[] guesses, int channels = 3, int size = 8)
    {
        var pixels = new byte[labels.Length * channels * size * size];
        new Random(1).NextBytes(pixels);
        for (var i = 0; i < labels.Length; i++)
        {
            pixels[i * channels * size * size] = guesses[i];
        }

        return new ImageDataset(
            "digits & co", pixels, labels, channels, size, size, names, [.. Enumerable.Repeat(0f, channels)], [.. Enumerable.Repeat(1f, channels)]);
    }
}
