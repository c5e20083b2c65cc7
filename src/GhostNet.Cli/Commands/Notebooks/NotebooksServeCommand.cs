using System.CommandLine;
using GhostNet.Cli.Serving;

namespace GhostNet.Cli.Commands.Notebooks;

/// <summary><c>ghostnet notebooks serve</c>: shows notebooks in a browser, and runs those that change.</summary>
internal sealed class NotebooksServeCommand : CommandBase
{
    private const int DefaultPort = 8600;

    private readonly Argument<string[]> _paths = new("FOLDER")
    {
        Description = "Folders with notebooks. If a folder contains csharp and fsharp, only these two are read. Default: notebooks.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => ["notebooks"],
    };

    private readonly Option<int?> _port = SharedOptions.Whole(
        "--port", FormattableString.Invariant($"Port on this machine; 0 for any that is free. Default: {DefaultPort}."), 0, ushort.MaxValue, "N");

    private readonly Option<bool> _run = new("--run") { Description = "Run all notebooks at the start." };
    private readonly Option<bool> _noRun = new("--no-run") { Description = "Reload changed notebooks without running them." };
    private readonly Option<bool> _noOpen = new("--no-open") { Description = "Do not open the browser." };
    private readonly Option<string> _out = NotebookOptions.Out();

    /// <summary>Creates the command.</summary>
    public NotebooksServeCommand()
        : base(
            "serve",
            "Show notebooks in a browser with the outputs that they have; run a notebook when you ask for it, and when its file changes.",
            "notebooks serve",
            "notebooks serve my-notebooks --port 0 --no-open",
            "notebooks serve --no-run")
    {
        Arguments.Add(_paths);
        Options.Add(_port);
        Options.Add(_run);
        Options.Add(_noRun);
        Options.Add(_noOpen);
        Options.Add(_out);
        SetAction((arguments, _) => ServeAsync(arguments));
    }

    private async Task<int> ServeAsync(ParseResult arguments)
    {
        if (arguments.GetValue(_run) && arguments.GetValue(_noRun))
        {
            throw new UsageException("--run and --no-run contradict each other: leave one out.");
        }

        var output = NotebookOptions.RequireOut(arguments.GetValue(_out)!);
        var terminal = new Terminal(json: false);
        using var signals = new StopSignals(onFirst: () => { });
        using var service = await NotebookService.OpenAsync(
            arguments.GetValue(_paths)!, output, runsChanged: !arguments.GetValue(_noRun), terminal.Writer.WriteLine, signals.Token).ConfigureAwait(false);
        await using var server = await NotebookServer.StartAsync(service, arguments.GetValue(_port) ?? DefaultPort).ConfigureAwait(false);
        var notebooks = service.Notebooks.All;
        terminal.Writer.WriteLine($"{NumberFormat.Count(notebooks.Count, "notebook")}: {server.Address}");
        terminal.Writer.WriteLine("Ctrl-C ends the server.");
        terminal.Writer.Flush();
        if (arguments.GetValue(_run))
        {
            foreach (var notebook in notebooks)
            {
                service.Queue.Add(notebook.Id);
            }
        }

        if (!arguments.GetValue(_noOpen))
        {
            DesktopBrowser.Open(server.Address);
        }

        // Ctrl-C is how one ends a server: it is no failure.
        await service.WorkAsync(signals.Token).ConfigureAwait(false);
        return ExitCode.Good;
    }
}
