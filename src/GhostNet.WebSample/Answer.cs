using System.Text.Json.Serialization;
using GhostNet.Serving;
using Microsoft.AspNetCore.Mvc;

namespace GhostNet.WebSample;

/// <summary>A class and its probability.</summary>
internal sealed record Guess(string Class, double Probability);

/// <summary>What the service answers: the most probable class, and the best five.</summary>
internal sealed record Answer(string Class, double Confidence, Guess[] Guesses)
{
    /// <summary>The answer for a prediction.</summary>
    public static Answer Of(ImagePrediction prediction, IReadOnlyList<string> classNames) => new(
        prediction.ClassName,
        prediction.Confidence,
        [.. prediction.Top().Select(label => new Guess(classNames[label], prediction.Probabilities[label]))]);
}

/// <summary>How answers become JSON, without reflection.</summary>
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class AnswerJson : JsonSerializerContext;
