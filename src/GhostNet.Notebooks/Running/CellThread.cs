using System.Collections.Concurrent;

namespace GhostNet.Notebooks.Running;

/// <summary>
/// The thread on which all cells run, so that what belongs to a thread, as libtorch's gradient mode does, holds from cell
/// to cell. Its work can be left behind when it does not end: it does not keep the process alive.
/// </summary>
internal sealed class CellThread : IDisposable
{
    /// <summary>Deep recursion in a notebook shall not end the process sooner than in a program.</summary>
    private const int StackSize = 16 << 20;

    private readonly BlockingCollection<Action> _work = [];

    /// <summary>Starts the thread.</summary>
    public CellThread()
    {
        var thread = new Thread(Work, StackSize) { IsBackground = true, Name = "cells" };
        thread.Start();
    }

    /// <summary>Has a piece of work done after what was given before.</summary>
    /// <param name="work">The work.</param>
    public Task Run(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    /// <summary>Lets the thread end when it has nothing more to do.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Work()
    {
        foreach (var action in _work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
