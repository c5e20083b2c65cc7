using GhostNet.Serving;

namespace GhostNet.Cli.Commands.Predict;

/// <summary>A class that a network sees in a picture.</summary>
internal sealed record Guess(string Class, int Label, double Probability);

/// <summary>What a network sees in a picture, the most probable first; or why the picture cannot be read.</summary>
internal sealed record PicturePrediction(string Image, IReadOnlyList<Guess> Guesses, string? Error)
{
    /// <summary>What a predictor says about a file.</summary>
    /// <param name="file">The answer.</param>
    /// <param name="classNames">The names of the classes.</param>
    /// <param name="top">Guesses at most.</param>
    public static PicturePrediction Of(PredictedFile file, IReadOnlyList<string> classNames, int top) => new(
        file.Path,
        file.Prediction is { } prediction ? [.. prediction.Top(top).Select(label => new Guess(classNames[label], label, prediction.Probabilities[label]))] : [],
        file.Error);
}
