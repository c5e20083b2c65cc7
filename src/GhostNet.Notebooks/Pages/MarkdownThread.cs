using System.Collections.Concurrent;

namespace GhostNet.Notebooks.Pages;

/// <summary>
/// The thread on which Markdown is rendered. Work that does not end can be abandoned: a background thread does not keep the process alive.
/// </summary>
internal sealed class MarkdownThread : IDisposable
{
    /// <summary>Deeply nested text must not end the process.</summary>
    private const int StackSize = 16 << 20;

    private readonly BlockingCollection<Action> _work = [];

    /// <summary>Starts the thread.</summary>
    public MarkdownThread()
    {
        var thread = new Thread(Work, StackSize) { IsBackground = true, Name = "Markdown" };
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
