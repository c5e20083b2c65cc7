using System.CommandLine;
using GhostNet.Cli.Checks;
using GhostNet.IO;

namespace GhostNet.Cli.Commands.Data;

/// <summary><c>ghostnet data info</c>: which data sets are on this machine, and what is in them.</summary>
internal sealed class DataInfoCommand : CommandBase
{
    private readonly Argument<string?> _folder = new("folder")
    {
        Description = "A folder of your own pictures, FOLDER/CLASS/picture.jpg or FOLDER/train/CLASS/picture.jpg, or a table FILE.csv with lines file,label. Default: the data sets on this machine.",
        HelpName = "FOLDER|FILE.csv",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public DataInfoCommand()
        : base("info", "Show which data sets are on this machine, their classes and sizes; or what is in a folder or table of your own pictures.", "data info", "data info photos", "data info photos.csv", "data info --json")
    {
        Arguments.Add(_folder);
        Options.Add(_data);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        var folder = arguments.GetValue(_data);
        if (arguments.GetValue(_folder) is { } pictures)
        {
            return folder is null
                ? Describe(PictureFolderReport.Of(pictures, terminal), terminal)
                : throw new UsageException($"{_data.Name} is for data sets, and {pictures} names pictures of your own: name one of them.");
        }

        if (folder is not null && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder} does not exist: give --data a folder of data sets.");
        }

        var datasets = DatasetChecks.Run(folder).ToList();
        terminal.Result(
            new Report(CacheFolder.Path, Environment.GetEnvironmentVariable("GHOSTNET_DATA"), datasets),
            () =>
            {
                foreach (var dataset in datasets)
                {
                    var result = dataset.ToCheckResult();
                    terminal.Writer.WriteLine($"{dataset.Name}: {result.Value}");
                    if (dataset.State == CheckState.Good)
                    {
                        terminal.Writer.WriteLine($"  images [C, H, W]: [{string.Join(", ", dataset.Image)}]");
                        terminal.Writer.WriteLine($"  classes: {string.Join(", ", dataset.Classes)}");
                    }
                    else
                    {
                        terminal.Writer.WriteLine($"  to mend: {dataset.Remedy}");
                    }
                }

                terminal.Writer.WriteLine($"Cache folder: {CacheFolder.Path}");
            });
        return ExitCode.Good;
    }

    private static int Describe(PictureFolderReport report, Terminal terminal)
    {
        terminal.Result(report, () => report.Show(terminal));
        return report.Broken.Count == 0 ? ExitCode.Good : ExitCode.Failed;
    }

    internal sealed record Report(string CacheFolder, string? GhostnetData, IReadOnlyList<DatasetCheckResult> Datasets);
}
