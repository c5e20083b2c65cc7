using System.CommandLine;
using GhostNet.Data;
using GhostNet.IO;

namespace GhostNet.Cli.Commands.Data;

/// <summary><c>ghostnet data fetch</c>: downloads a data set, unless it is there.</summary>
internal sealed class DataFetchCommand : CommandBase
{
    private readonly Argument<string> _dataset = new("dataset") { Description = "What to fetch.", DefaultValueFactory = _ => DatasetSource.Cifar10 };
    private readonly Option<string?> _data = new("--data") { Description = "Where to put it. Default: GHOSTNET_DATA, then the cache folder.", HelpName = "DIR" };
    private readonly Option<Uri[]?> _mirrors = new("--mirror") { Description = "Address of cifar-10-binary.tar.gz, instead of its authors' site; may be repeated.", HelpName = "URL" };

    /// <summary>Creates the command.</summary>
    public DataFetchCommand()
        : base(
            "fetch",
            "Download CIFAR-10 (170 MB) into the cache folder, unless it is there; goes on where an earlier try stopped.",
            "data fetch cifar10")
    {
        _dataset.AcceptOnlyFromAmong(DatasetSource.Cifar10);
        _mirrors.Refuse(text => Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? null
            : $"'{text}' is not an address that begins with http:// or https://.");
        Arguments.Add(_dataset);
        Options.Add(_data);
        Options.Add(_mirrors);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(json: false);
        using var signals = new StopSignals(() => terminal.Writer.WriteLine("Stopping; the next fetch goes on from here."));
        var folder = arguments.GetValue(_data);
        var check = Cifar10.Verify(folder);
        if (!check.IsGood)
        {
            Cifar10.Download(folder, new DownloadOptions { Mirrors = arguments.GetValue(_mirrors) ?? [] }, new DownloadLine(terminal), signals.Token);
            check = Cifar10.Verify(folder);
        }

        terminal.Writer.WriteLine(check);
        terminal.Writer.WriteLine("Next: ghostnet train --dataset cifar10");
        return check.IsGood ? ExitCode.Good : ExitCode.Failed;
    }
}
