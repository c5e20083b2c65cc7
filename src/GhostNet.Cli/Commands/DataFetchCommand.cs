using System.CommandLine;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet data fetch</c>: downloads a data set, unless it is there.</summary>
internal sealed class DataFetchCommand : ExampleCommand
{
    private readonly Argument<string> _dataset = new("dataset") { Description = "What to fetch.", DefaultValueFactory = _ => DatasetSource.Cifar10 };
    private readonly Option<string?> _data = SharedOptions.Data();

    /// <summary>Creates the command.</summary>
    public DataFetchCommand()
        : base(
            "fetch",
            "Download CIFAR-10 (170 MB) into the cache folder, unless it is there; goes on where an earlier try stopped.",
            "data fetch cifar10")
    {
        _dataset.AcceptOnlyFromAmong(DatasetSource.Cifar10);
        Arguments.Add(_dataset);
        Options.Add(_data);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(json: false);
        using var interruption = new Interruption(() => Console.Error.WriteLine("Stopping; the next fetch goes on from here."));
        var split = new DatasetSource(arguments.GetRequiredValue(_dataset), arguments.GetValue(_data)).Load(terminal, interruption.Token);
        terminal.Writer.WriteLine($"Ready: {split.Train}; {split.Test}.");
        terminal.Writer.WriteLine("Next: ghostnet train --dataset cifar10");
        return ExitCode.Good;
    }
}
