namespace GhostNet.Models;

/// <summary>Says which network it is: its name and what differs from the usual.</summary>
/// <param name="Name">The registered name.</param>
/// <param name="Options">The options that differ, as a JSON object.</param>
public sealed record ModelSpec(string Name, string Options = "{}");
