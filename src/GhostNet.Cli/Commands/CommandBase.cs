using System.CommandLine;

namespace GhostNet.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class CommandBase(string name, string description, params string[] examples)
    : Command(name, description)
{
    /// <summary>Command lines to try, without the program's name.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
