namespace GhostNet.Cli.Options;

/// <summary>The value of an option that takes a number or a word.</summary>
/// <typeparam name="T">The kind of number.</typeparam>
/// <param name="Number">The number; null for the word.</param>
internal sealed record NumberOrWord<T>(T? Number)
    where T : struct;
