namespace GhostNet.Training;

/// <summary>Lets one thread train at a time, and releases what a trainer holds once it is disposed and no thread trains.</summary>
/// <param name="held">What to release.</param>
internal sealed class FitGuard(IDisposable held) : IDisposable
{
    /// <summary>Threads are numbered from 1.</summary>
    private const int NoThread = 0;

    private readonly Lock _lock = new();
    private volatile int _thread = NoThread;
    private volatile bool _isDisposed;

    /// <summary>Whether the trainer was disposed; what it holds may still be in use.</summary>
    public bool IsDisposed => _isDisposed;

    /// <summary>Whether another thread than this one is training.</summary>
    public bool IsHeldByAnotherThread => _thread is not NoThread and var thread && thread != Environment.CurrentManagedThreadId;

    /// <summary>Begins to train.</summary>
    /// <param name="trainer">What an exception names.</param>
    /// <exception cref="InvalidOperationException">Somebody is training already.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed.</exception>
    public void Enter(Trainer trainer)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, trainer);
            if (_thread != NoThread)
            {
                throw new InvalidOperationException("This trainer is training already: wait until that call of Fit has returned.");
            }

            _thread = Environment.CurrentManagedThreadId;
        }
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _thread = NoThread;
            if (_isDisposed)
            {
                held.Dispose();
            }
        }
    }

    /// <summary>Releases what is held: now, or when <see cref="Leave"/> is called.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (!_isDisposed && _thread == NoThread)
            {
                held.Dispose();
            }

            _isDisposed = true;
        }
    }
}
