namespace GhostNet.Cli.Checks;

/// <summary>One thing that <c>ghostnet doctor</c> looked at.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">The result.</param>
/// <param name="Value">What was found.</param>
/// <param name="Remedy">The line that mends it, or null when there is nothing to mend.</param>
internal sealed record CheckResult(string Name, CheckState State, string Value, string? Remedy = null);
