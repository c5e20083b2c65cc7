namespace GhostNet.Data;

/// <summary>Fills the slots of a ring on a thread of its own while the consumer works on an earlier one.</summary>
/// <typeparam name="T">A slot that is filled again and again.</typeparam>
internal sealed class Prefetcher<T> : IDisposable
{
    private readonly T[] ring;
    private readonly Action<T, int> fill;
    private readonly int first;
    private readonly int end;
    private readonly SemaphoreSlim free;
    private readonly SemaphoreSlim filled = new(0);
    private readonly Task worker;
    private volatile int ready;
    private volatile bool stopped;
    private int step;

    /// <summary>Starts to fill.</summary>
    /// <param name="ring">The slots; the consumer holds one, so n slots mean n − 1 steps ahead.</param>
    /// <param name="fill">Fills a slot for a step; runs on the prefetcher's thread.</param>
    /// <param name="first">The first step.</param>
    /// <param name="end">The step after the last.</param>
    public Prefetcher(T[] ring, Action<T, int> fill, int first, int end)
    {
        (this.ring, this.fill, this.first, this.end) = (ring, fill, first, end);
        (ready, step) = (first, first);
        free = new SemaphoreSlim(ring.Length);
        worker = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Gives back the slot that was taken before and waits for the next.</summary>
    /// <exception cref="Exception">What <c>fill</c> threw for this step.</exception>
    public T Take()
    {
        if (step > first)
        {
            free.Release();
        }

        filled.Wait();
        if (step >= ready)
        {
            // The thread ended early: only an exception does that. A caller that asks again gets the same.
            filled.Release();
            worker.GetAwaiter().GetResult();
        }

        return ring[step++ % ring.Length];
    }

    /// <summary>Stops the thread, which at most ends the step it is at, and waits for it.</summary>
    public void Dispose()
    {
        stopped = true;
        free.Release();
        Task.WhenAny(worker).Wait();
        free.Dispose();
        filled.Dispose();
    }

    private void Run()
    {
        try
        {
            for (var i = first; i < end; i++)
            {
                free.Wait();
                if (stopped)
                {
                    return;
                }

                fill(ring[i % ring.Length], i);
                ready = i + 1;
                filled.Release();
            }
        }
        finally
        {
            filled.Release();
        }
    }
}
