using System.Globalization;
using GhostNet.IO;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Host;

namespace GhostNet.Notebooks.Execution;

/// <summary>Runs the cells of a notebook in order, up to the first that fails, and stores their outputs.</summary>
/// <param name="notebook">The notebook; its outputs are replaced.</param>
/// <param name="timeout">The longest time for one cell; null for no limit.</param>
/// <param name="progress">Is told about each cell.</param>
internal sealed class NotebookRunner(Notebook notebook, TimeSpan? timeout, RunProgress progress)
{
    /// <summary>Jupyter's tag for a cell that is meant to fail.</summary>
    private const string MayFailTag = "raises-exception";

    /// <summary>How long a cell may still show results after it was asked to end.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>Runs the notebook.</summary>
    /// <param name="stop">Stops it.</param>
    public async Task<RunOutcome> RunAsync(CancellationToken stop)
    {
        var cells = notebook.Cells.Where(cell => cell.IsCode).ToList();
        foreach (var cell in cells)
        {
            // A cell that does not run must not keep the outputs of an earlier run.
            cell.SetOutputs(null, []);
        }

        var outputs = new CellOutputs(progress);
        var outcome = RunOutcome.Good;
        var host = new NotebookHost(notebook.Folder, outputs.Hear, text => progress.Tell(ForeignText.Show(text)));
        await using (host.ConfigureAwait(false))
        {
            if (host.HasTemporaryHome)
            {
                progress.Tell("the home folder cannot be used: another takes its place for this run, and restored packages are deleted with it");
            }

            try
            {
                await host.WaitUntilReadyAsync().WaitAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                progress.Fail($"{notebook.Path}: stopped before the first cell.");
                return RunOutcome.Stopped;
            }

            foreach (var cell in cells.Where(cell => !string.IsNullOrWhiteSpace(cell.Source)))
            {
                progress.Begin(cell, notebook.Cells.Count);
                outcome = await RunAsync(cell, outputs, host, stop).ConfigureAwait(false);
                if (outcome != RunOutcome.Good)
                {
                    break;
                }
            }
        }

        outputs.Save();
        return outcome;
    }

    private async Task<RunOutcome> RunAsync(NotebookCell cell, CellOutputs outputs, NotebookHost host, CancellationToken stop)
    {
        var output = outputs.Begin(cell, out var token);
        var run = host.RunAsync(token, cell.Source, cell.Language.KernelName());
        try
        {
            var end = await run.WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, stop).ConfigureAwait(false);
            if (end.Type == "CommandFailed")
            {
                output.Fail(outputs.ErrorOf(end));
            }
        }
        catch (HostEndedException exception)
        {
            return Abandon(cell, output, RunOutcome.Failed, "failed", string.Create(
                CultureInfo.InvariantCulture, $"the cell ended the process in which cells run (exit code {exception.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}); the cells before it are kept."));
        }
        catch (TimeoutException)
        {
            await EndAsync(run, host).ConfigureAwait(false);
            return Abandon(cell, output, RunOutcome.Failed, "timed out", string.Create(
                CultureInfo.InvariantCulture, $"the cell did not end within {timeout!.Value.TotalSeconds:0.###} seconds; --timeout sets another limit."));
        }
        catch (OperationCanceledException)
        {
            await EndAsync(run, host).ConfigureAwait(false);
            return Abandon(cell, output, RunOutcome.Stopped, "was stopped", null);
        }

        if (output.Error is not { } error)
        {
            progress.End();
            return RunOutcome.Good;
        }

        var isExpected = cell.Tags.Contains(MayFailTag);
        progress.End(isExpected ? "failed, as its tag says it may" : "failed");
        if (isExpected)
        {
            return RunOutcome.Good;
        }

        Tell(cell, "failed", string.Join('\n', error.Trace.DefaultIfEmpty(error.Message)));
        return RunOutcome.Failed;
    }

    /// <summary>Asks a cell to end and waits a little: a training that is cancelled shows how far it came.</summary>
    private static async Task EndAsync(Task run, NotebookHost host)
    {
        await host.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(run, Task.Delay(s_patience)).ConfigureAwait(false);
    }

    private RunOutcome Abandon(NotebookCell cell, OutputRecorder output, RunOutcome outcome, string how, string? reason)
    {
        output.Fail(CellError.Of("Stopped", reason ?? "the run was stopped."));
        progress.End("stopped");
        Tell(cell, how, reason);
        return outcome;
    }

    private void Tell(NotebookCell cell, string how, string? reason) => progress.Fail(
        $"{notebook.Path}: cell {cell.Number} {how}.\n  {ForeignText.Show(cell.FirstLine)}{(reason is null ? "" : $"\n{reason}")}");
}
