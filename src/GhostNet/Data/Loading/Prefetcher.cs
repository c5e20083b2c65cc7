namespace GhostNet.Data;

/// <summary>Fills the buffers of a ring on a thread of its own while the consumer works on an earlier one.</summary>
/// <typeparam name="T">A buffer that is filled again and again.</typeparam>
internal sealed class Prefetcher<T> : IDisposable
{
    private readonly T[] _ring;
    private readonly Action<T, int> _fill;
    private readonly int _first;
    private readonly int _end;
    private readonly SemaphoreSlim _free;
    private readonly SemaphoreSlim _filled = new(0);
    private readonly Task _worker;
    private volatile int _ready;
    private volatile bool _stopped;
    private int _step;

    /// <summary>Starts to fill.</summary>
    /// <param name="ring">The buffers; the consumer holds one, so n buffers mean n − 1 steps ahead.</param>
    /// <param name="fill">Fills a buffer for a step; runs on the prefetcher's thread.</param>
    /// <param name="first">The first step.</param>
    /// <param name="end">The step after the last.</param>
    public Prefetcher(T[] ring, Action<T, int> fill, int first, int end)
    {
        (_ring, _fill, _first, _end) = (ring, fill, first, end);
        (_ready, _step) = (first, first);
        _free = new SemaphoreSlim(ring.Length);
        _worker = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Gives back the buffer that was taken before and waits for the next.</summary>
    /// <exception cref="Exception">What <c>fill</c> threw for this step.</exception>
    public T Take()
    {
        if (_step > _first)
        {
            _free.Release();
        }

        _filled.Wait();
        if (_step >= _ready)
        {
            // The thread ended early: only an exception does that. A caller that asks again gets the same.
            _filled.Release();
            _worker.GetAwaiter().GetResult();
        }

        return _ring[_step++ % _ring.Length];
    }

    /// <summary>Stops the thread, which at most ends the step it is at, and waits for it.</summary>
    public void Dispose()
    {
        _stopped = true;
        _free.Release();
        Task.WhenAny(_worker).Wait();
        _free.Dispose();
        _filled.Dispose();
    }

    private void Run()
    {
        try
        {
            for (var i = _first; i < _end; i++)
            {
                _free.Wait();
                if (_stopped)
                {
                    return;
                }

                _fill(_ring[i % _ring.Length], i);
                _ready = i + 1;
                _filled.Release();
            }
        }
        finally
        {
            _filled.Release();
        }
    }
}
