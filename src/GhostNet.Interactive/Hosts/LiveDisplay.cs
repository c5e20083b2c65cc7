using GhostNet.Interactive.Views;

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
    private sealed class InPlace(Func<object, Action<object>> display) : ILiveDisplay
    {
        private Action<object>? _replace;

        public void Update(View view)
        {
            if (_replace is null)
            {
                _replace = display(view);
            }
            else
            {
                _replace(view);
            }
        }

        public void Dispose()
        {
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
