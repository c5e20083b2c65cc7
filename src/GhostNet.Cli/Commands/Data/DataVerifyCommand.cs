using System.CommandLine;
using GhostNet.Data;
using Spectre.Console;

namespace GhostNet.Cli.Commands.Data;

/// <summary><c>ghostnet data verify</c>: reads a data set whole and counts what is in it.</summary>
internal sealed class DataVerifyCommand : CommandBase
{
    private readonly Argument<string> _dataset = new("dataset") { Description = "What to check.", DefaultValueFactory = _ => DatasetSource.Cifar10 };
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public DataVerifyCommand()
        : base(
            "verify",
            "Read a data set whole, check every size and label, and count the images of each class.",
            "data verify cifar10 --data DIR",
            "data verify fashion-mnist --json")
    {
        _dataset.AcceptOnlyFromAmong(DatasetSource.Names);
        Arguments.Add(_dataset);
        Options.Add(_data);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        var source = new DatasetSource(arguments.GetRequiredValue(_dataset), arguments.GetValue(_data));
        var check = source.Check();
        if (check is { IsGood: false })
        {
            terminal.Result(new Report(source.Name, false, check.Folder, check.Files, 0, 0, []), () => terminal.Writer.WriteLine(check));
            throw new InvalidDataException(check.Files.FirstOrDefault(file => file.Problem is not null)?.Problem
                ?? $"{source.Title} is nowhere: see ghostnet data info.");
        }

        var split = source.LoadLocal();
        var train = Histogram(split.Train);
        var test = Histogram(split.Test);
        var classes = split.Train.ClassNames.Select((name, i) => new ClassCount(name, train[i], test[i])).ToList();
        terminal.Result(
            new Report(source.Name, true, check?.Folder, check?.Files ?? [], split.Train.Count, split.Test.Count, classes),
            () =>
            {
                var table = new Table().AddColumns("class", "training", "test");
                table.Columns[1].RightAligned();
                table.Columns[2].RightAligned();
                foreach (var one in classes)
                {
                    table.AddRow(Markup.Escape(one.Name), NumberFormat.Count(one.Train), NumberFormat.Count(one.Test));
                }

                table.AddRow("[bold]all[/]", NumberFormat.Count(split.Train.Count), NumberFormat.Count(split.Test.Count));
                terminal.Console.Write(table);
                if (check is not null)
                {
                    terminal.Writer.WriteLine(check);
                }

                terminal.Writer.WriteLine($"{source.Title} is good: every size and every label is as it should be.");
            });
        return ExitCode.Good;
    }

    private static int[] Histogram(ImageDataset dataset)
    {
        var counts = new int[dataset.ClassNames.Count];
        foreach (var label in dataset.Labels)
        {
            counts[label]++;
        }

        return counts;
    }

    internal sealed record ClassCount(string Name, int Train, int Test);

    internal sealed record Report(
        string Dataset, bool Good, string? Place, IReadOnlyList<FileCheck> Files, int Train, int Test, IReadOnlyList<ClassCount> Classes);
}
