namespace GhostNet.Cli.Commands.Predict;

/// <summary>A class that a network sees in a picture.</summary>
internal sealed record Guess(string Class, int Label, double Probability);

/// <summary>What a network sees in a picture, the most probable first; or why the picture cannot be read.</summary>
internal sealed record PicturePrediction(string Image, IReadOnlyList<Guess> Guesses, string? Error);
