using System.Globalization;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Kernels;
using GhostNet.Notebooks.Output;
using GhostNet.Storage;

namespace GhostNet.Notebooks.Running;

/// <summary>Runs the cells of a notebook in order and puts down what they give, up to the first that fails.</summary>
/// <param name="notebook">The notebook; its outputs are replaced.</param>
/// <param name="timeout">The longest time for one cell; null for no limit.</param>
/// <param name="progress">Hears of each cell.</param>
/// <remarks>One a process: it takes the console and the resolution of assemblies over.</remarks>
internal sealed class NotebookRunner(Notebook notebook, TimeSpan? timeout, RunProgress progress)
{
    /// <summary>Jupyter's tag for a cell that shall show an error.</summary>
    private const string MayFailTag = "raises-exception";

    private OutputRecorder? _current;

    /// <summary>Runs the notebook.</summary>
    /// <param name="stop">Stops it.</param>
    public async Task<RunOutcome> RunAsync(CancellationToken stop)
    {
        Console.SetOut(new ConsoleCapture("stdout", () => _current));
        Console.SetError(new ConsoleCapture("stderr", () => _current));
        Console.SetIn(TextReader.Null);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var thread = new CellThread();
        var session = new KernelSession(notebook.Folder, progress.Tell, end.Token);
        var cells = notebook.Cells.Where(cell => cell.IsCode).ToList();
        foreach (var cell in cells)
        {
            // What is not run shall not show what an earlier run gave.
            cell.SetOutputs(null, []);
        }

        var finished = new List<(NotebookCell Cell, OutputRecorder Output)>();
        var outcome = RunOutcome.Good;
        foreach (var cell in cells.Where(cell => !string.IsNullOrWhiteSpace(cell.Source)))
        {
            var output = new OutputRecorder(finished.Count + 1);
            finished.Add((cell, output));
            progress.Begin(cell, notebook.Cells.Count);
            _current = output;
            outcome = await RunAsync(cell, output, session, thread, end).ConfigureAwait(false);
            _current = null;
            if (outcome != RunOutcome.Good)
            {
                break;
            }
        }

        for (var i = 0; i < finished.Count; i++)
        {
            // Only now: a cell may have updated what one before it showed.
            finished[i].Cell.SetOutputs(i + 1, finished[i].Output.ToJson());
        }

        return outcome;
    }

    private async Task<RunOutcome> RunAsync(
        NotebookCell cell, OutputRecorder output, KernelSession session, CellThread thread, CancellationTokenSource end)
    {
        var work = thread.Run(() => session.Run(cell.Source, cell.Language, $"cell {cell.Number}", output));
        try
        {
            await work.WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, end.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await end.CancelAsync().ConfigureAwait(false);
            return Abandon(cell, output, string.Create(
                CultureInfo.InvariantCulture, $"the cell did not end within {timeout!.Value.TotalSeconds:0.###} seconds; --timeout sets another limit."));
        }
        catch (OperationCanceledException)
        {
            return Abandon(cell, output, "the run was stopped.");
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

        Tell(cell, string.Join('\n', error.Trace.DefaultIfEmpty(error.Message)));
        return RunOutcome.Failed;
    }

    private RunOutcome Abandon(NotebookCell cell, OutputRecorder output, string reason)
    {
        output.Fail(new CellError("Stopped", reason, [reason]));
        progress.End("stopped");
        Tell(cell, reason);
        return RunOutcome.Abandoned;
    }

    private void Tell(NotebookCell cell, string reason) =>
        progress.Fail($"{notebook.Path}: cell {cell.Number} failed.\n  {ForeignText.Show(cell.FirstLine)}\n{reason}");
}
