using GhostNet.Interactive.Views;
using GhostNet.IO;

namespace GhostNet.Interactive.Hosts;

/// <summary>Opens the live display of whatever host this is.</summary>
internal static class LiveDisplay
{
    /// <summary>
    /// A display in the output of the cell that runs, in .NET Interactive and in Verso; elsewhere one that shows only the last view, when it is
    /// disposed. Call it on the thread of the cell: other threads do not know which cell they belong to.
    /// </summary>
    public static ILiveDisplay Open() =>
        (DotNetInteractive.CurrentCell() ?? Verso.CurrentCell()?.InPlace()) is { } display ? new InPlace(display) : new AtTheEnd();

    /// <summary>The first view is displayed; each later one is put in its place.</summary>
    /// <remarks>
    /// A host that cancels a cell takes no more output from it, however long the code goes on. So the last view is shown anew, as cancelled, in the
    /// moment in which the host asks to stop.
    /// </remarks>
    private sealed class InPlace : ILiveDisplay
    {
        private readonly Lock _turn = new();
        private readonly Func<object, Action<object>> _display;
        private readonly CancellationTokenRegistration _cancelling;
        private Action<object>? _replace;
        private View? _last;
        private bool _isCancelled;

        public InPlace(Func<object, Action<object>> display)
        {
            _display = display;
            _cancelling = AmbientCancellation.Token.Register(Cancel);
        }

        public void Update(View view)
        {
            lock (_turn)
            {
                if (!_isCancelled)
                {
                    Show(view);
                }
            }
        }

        public void Dispose() => _cancelling.Dispose();

        private void Cancel()
        {
            lock (_turn)
            {
                if (_last is { } last)
                {
                    Show(last.AsCancelled());
                }

                _isCancelled = true;
            }
        }

        private void Show(View view)
        {
            _last = view;
            if (_replace is { } replace)
            {
                replace(view);
            }
            else
            {
                _replace = _display(view);
            }
        }
    }

    /// <summary>Keeps the last view until the end.</summary>
    private sealed class AtTheEnd : ILiveDisplay
    {
        private View? _last;

        public void Update(View view) => _last = view;

        public void Dispose()
        {
            _last?.Show();
            _last = null;
        }
    }
}
