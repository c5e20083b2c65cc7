using System.CommandLine;
using System.CommandLine.Parsing;
using GhostNet.IO;

namespace GhostNet.Cli.Output;

/// <summary>Says what is wrong with a command line, what was probably meant, and where to find help, rather than listing everything that is allowed.</summary>
internal static class WrongUsage
{
    /// <summary>A word with more letters that are wrong was meant otherwise.</summary>
    private const int MostWrongLetters = 2;

    /// <summary>Writes the errors to the standard error stream.</summary>
    /// <returns>The exit code for them.</returns>
    public static int Report(ParseResult parsed, InvocationConfiguration configuration)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Errors.Count == 1 && command.Action is null)
        {
            // Only the name of a command is missing: its help lists them.
            configuration.Output = configuration.Error;
            parsed.Invoke(configuration);
            return ExitCode.Usage;
        }

        foreach (var error in Errors(parsed, command))
        {
            Console.Error.WriteLine($"error: {string.Join(' ', error.Split('\n', StringSplitOptions.TrimEntries))}");
        }

        Console.Error.WriteLine($"To see what can be written: {string.Join(' ', Path(parsed.CommandResult))} --help");
        return ExitCode.Usage;
    }

    /// <summary>What a word may have been meant to be, as a question that follows an error; empty when nothing is like it.</summary>
    /// <param name="word">The word, such as <c>--modle</c>.</param>
    /// <param name="command">The command that does not know it.</param>
    public static string Meant(string word, Command command)
    {
        IEnumerable<string> known = word.StartsWith('-')
            ? Options(command).SelectMany(option => option.Aliases.Append(option.Name))
            : command.Subcommands.Select(subcommand => subcommand.Name);
        return Spelling.Nearest(word, known.Where(name => IsLike(word, name)), most: 1) is [var nearest] ? $" Did you mean {nearest}?" : "";
    }

    /// <summary>How to write what a command takes without the name of an option, such as <c>export CHECKPOINT</c>; null when it has nothing of that name.</summary>
    private static string? Argument(string option, Command command) => command.Arguments.FirstOrDefault(argument => $"--{argument.Name}" == option) is { } found
        ? $" Name it without an option: ghostnet {command.Name} {found.HelpName ?? found.Name.ToUpperInvariant()}."
        : null;

    private static bool IsLike(string word, string name) => Math.Min(word.Length, name.Length) > MostWrongLetters
        && (Spelling.Distance(word, name) <= MostWrongLetters || word.StartsWith(name, StringComparison.Ordinal) || name.StartsWith(word, StringComparison.Ordinal));

    /// <summary>The errors, with one for each word that is not known, and none for what followed it as its value.</summary>
    private static IEnumerable<string> Errors(ParseResult parsed, Command command)
    {
        var unknown = parsed.UnmatchedTokens;

        // An option that a command does not have may also have been taken for its argument.
        var taken = parsed.Tokens.Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal)).Select(token => token.Value);
        var options = unknown.Where(token => token.StartsWith('-')).Union(taken).ToList();
        var others = parsed.Errors.Select(error => error.Message).Where(message =>
            !unknown.Any(token => message.Contains($"'{token}'", StringComparison.Ordinal)) && !options.Any(option => message.StartsWith(option, StringComparison.Ordinal)));
        if (options.Count > 0)
        {
            return options.Select(option => option.Split('=')[0]).Select(option => $"There is no option {ForeignText.Show(option)}.{Argument(option, command) ?? Meant(option, command)}").Concat(others);
        }

        return command.Action is null && unknown.Count > 0
            ? [$"There is no command {ForeignText.Show(unknown[0])}.{Meant(unknown[0], command)}"]
            : parsed.Errors.Select(error => error.Message);
    }

    /// <summary>The options of a command, and those of the commands around it that it takes too.</summary>
    private static IEnumerable<Option> Options(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(Options).Where(option => option.Recursive));

    /// <summary>The names of a command and of those around it, from the program's on.</summary>
    private static IEnumerable<string> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? Path(parent).Append(result.Command.Name) : ["ghostnet"];
}
