namespace GhostNet.Interactive.Charts;

/// <summary>A point of a <see cref="Series"/>.</summary>
/// <param name="X">Number of the epoch or of the step.</param>
/// <param name="Y">The value there.</param>
internal readonly record struct SeriesPoint(long X, double Y);
